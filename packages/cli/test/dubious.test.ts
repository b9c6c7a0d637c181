import { createHash } from "node:crypto";
import { chown, chmod, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { failureIn, refusal } from "./failure-line.ts";
import { documentOf, kist, makeStore, succeed } from "./kist.ts";
import { markerModule } from "./modules.ts";
import { makePlace } from "./place.ts";
import { makeProject } from "./project.ts";

const isRoot = process.getuid?.() === 0;
const SOMEBODY = 12_345;

function withEndpoint(endpoint: string, key = "endpoint"): string {
  return JSON.stringify({
    active: "cloud",
    managers: { cloud: { id: "1", flavor: "aws", config: { [key]: endpoint } } },
  });
}

describe("what is shown for trust is what is contacted", () => {
  test.each([
    ["endpoint", "https://evil.test?@secretmanager.googleapis.com"],
    ["endpoint", "https://evil.test#@secretmanager.googleapis.com"],
    ["endpoint", String.raw`https://evil.test\@secretmanager.googleapis.com`],
    ["endpoint", "https://a@evil.test?@good.test"],
    ["endpoint", "https:/evil.test"],
    ["endpoint", String.raw`https:\\evil.test`],
    ["endpoint", "https://good.test\t.evil.test"],
    ["endpoint", "https://gооd.test"],
    ["endpoint", "https://0x7f.1/"],
    ["apiEndpoint", "evil.test?@secretmanager.googleapis.com"],
    ["apiEndpoint", "secretmanager.googleapis.com@evil.test"],
    ["apiEndpoint", "evil.test#.googleapis.com"],
    ["deep", "x://evil.test?@good.test"],
  ])("an odd %s is refused: %s", async (key, place_) => {
    const place = await makePlace();
    await place.write("keykist.json", withEndpoint(place_, key));
    for (const words of [["trust", "--yes"], ["list"], ["list", "--config", "keykist.json"]]) {
      expect(failureIn(await kist(place, words))).toEqual(
        refusal(6, new RegExp(`managers\\.cloud\\.config\\.${key}: expected a plain URL or host`)),
      );
    }
  });

  test.each([
    [
      "endpoint",
      "https://secretsmanager.eu-west-1.amazonaws.com",
      "https://secretsmanager.eu-west-1.amazonaws.com",
    ],
    ["endpoint", "http://127.0.0.1:4566/x?y=1", "http://127.0.0.1:4566/x?y=1"],
    ["endpoint", "http://[::1]:4566", "http://[::1]:4566"],
    ["endpoint", "https://user:pass@host.test/p", "https://host.test/p"],
    ["apiEndpoint", "localhost:8080", "localhost:8080"],
    ["kmsKeyId", "arn:aws:kms:eu-west-1:1:key/x", "arn:aws:kms:eu-west-1:1:key/x"],
    ["file", "/data/x@y?z#.db", "/data/x@y?z#.db"],
  ])("a plain %s is shown: %s", async (key, given, shown) => {
    const place = await makePlace();
    await place.write("keykist.json", withEndpoint(given, key));
    expect(await documentOf(place, ["trust", "--yes"])).toMatchObject({
      reaches: [`asks manager cloud: flavor aws, ${key} "${shown}"`],
    });
  });

  test("the shown host is the one that is connected to", async () => {
    let connections = 0;
    const server = createServer((_request, response) => response.end());
    server.on("connection", () => {
      connections += 1;
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    onTestFinished(() => {
      server.close();
    });
    const address = server.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;
    const place = await makePlace();
    await place.write("keykist.json", withEndpoint(`http://127.0.0.1:${port}?@good.test`));
    await kist(place, ["trust", "--yes"]);
    await kist(place, ["list"]);
    expect(connections).toBe(0);
  });
});

describe("what was trusted does not grow without a word", () => {
  test("a package of keykist that appears beside the configuration has to be trusted", async () => {
    const place = await makeProject();
    await succeed(place, ["list"]);
    const marker = path.join(place.home, "ran");
    await place.write("node_modules/@keykist/aws/index.js", markerModule(marker));
    await place.write(
      "node_modules/@keykist/aws/package.json",
      '{"type":"module","exports":"./index.js"}',
    );
    expect(failureIn(await kist(place, ["list"]))).toEqual(
      refusal(
        7,
        /is not trusted: it runs ".*node_modules\/@keykist\/aws", where its flavor is asked for/,
      ),
    );
    expect((await kist(place, ["__complete", "get", ""])).stdout).not.toContain("aws");
    await succeed(place, ["trust", "--yes"]);
    await succeed(place, ["list"]);
    await expect(readFile(marker)).rejects.toThrow("ENOENT");
  });

  test("what was trusted by an earlier kist still is, as long as nothing is beside it", async () => {
    const place = await makeProject();
    const record = path.join(place.home, ".local/state/keykist/trusted.json");
    const file = path.join(place.folder, "keykist.json");
    const hash = createHash("sha256")
      .update(await readFile(file))
      .digest("hex");
    await writeFile(record, JSON.stringify({ [file]: hash }));
    expect(await kist(place, ["list"])).toMatchObject({ exitCode: 0 });
  });
});

describe.skipIf(!isRoot)("what belongs to another user", () => {
  test("a configuration: kist says so and ends, and does not work with another store", async () => {
    const place = await makePlace();
    await makeStore(place, { a: { k: "v" } });
    const file = await place.write("keykist.json", "{}");
    await chown(file, SOMEBODY, SOMEBODY);
    for (const words of [
      ["list"],
      ["register", "x", "k=v"],
      ["delete", "a", "--yes"],
      ["manager", "list"],
      ["trust"],
      ["doctor"],
    ]) {
      const ended = await kist(place, words);
      expect(ended.exitCode).toBe(7);
      expect(`${ended.stderr}${ended.stdout}`).toMatch(/keykist\.json belongs to another user/);
    }
    await succeed(place, ["list", "--config", "keykist.json"]);
  });

  test("the user's own folder, under sudo -E: nothing is written into it as root", async () => {
    const place = await makePlace();
    await chown(place.home, SOMEBODY, SOMEBODY);
    const words = ["manager", "register", "m", "--flavor", "local"];
    expect(failureIn(await kist(place, words))).toEqual(
      refusal(7, /belongs to another user \(12345\), and you are root; .*sudo -H/),
    );
    await expect(stat(path.join(place.home, ".config"))).rejects.toThrow("ENOENT");
    await expect(stat(path.join(place.home, ".local/state"))).rejects.toThrow("ENOENT");
  });

  test("a configuration that is named keeps its owner and its mode when kist changes it", async () => {
    const place = await makePlace();
    await makeStore(place);
    const file = await place.write("keykist.json", "{}");
    await chown(file, SOMEBODY, SOMEBODY);
    await chmod(file, 0o640);
    await succeed(place, [
      "manager",
      "register",
      "m",
      "--flavor",
      "local",
      "--config",
      "keykist.json",
    ]);
    expect(await stat(file)).toMatchObject({ uid: SOMEBODY, gid: SOMEBODY, mode: 0o100640 });
  });

  test("a package in a folder above: it is not run", async () => {
    const place = await makePlace();
    const project = path.join(place.folder, "project");
    await mkdir(project);
    const folder = path.join(place.folder, "node_modules/@keykist/aws");
    const marker = path.join(place.home, "ran");
    await place.write(path.join(folder, "index.js"), markerModule(marker));
    await place.write(
      path.join(folder, "package.json"),
      '{"type":"module","exports":"./index.js"}',
    );
    await chown(folder, SOMEBODY, SOMEBODY);
    await writeFile(path.join(project, "keykist.json"), withEndpoint("http://127.0.0.1:9"));
    await succeed(place, ["trust", "--yes"], { folder: project });
    expect(failureIn(await kist(place, ["list"], { folder: project }))).toEqual(
      refusal(7, /the package .*@keykist\/aws belongs to another user and is not run/),
    );
    await expect(readFile(marker)).rejects.toThrow("ENOENT");
  });
});
