import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { failureIn, refusal } from "./failure-line.ts";
import { documentOf, kist, succeed } from "./kist.ts";
import { flavorModule, installCore } from "./modules.ts";
import { makePlace, type Place } from "./place.ts";

const REGISTER = ["manager", "register", "prod", "--flavor", "aws"];

/** A folder without a configuration, where a package of the flavor aws is installed, and not beside kist. */
async function makeFolder(): Promise<Place> {
  const place = await makePlace();
  await installCore(place);
  await installAws(place, place.folder);
  return place;
}

async function installAws(place: Place, folder: string): Promise<void> {
  const at = `${folder}/node_modules/@keykist/aws`;
  await place.write(`${at}/index.js`, flavorModule("aws"));
  const manifest = { name: "@keykist/aws", type: "module", exports: "./index.js" };
  await place.write(`${at}/package.json`, JSON.stringify(manifest));
}

describe("kist manager register --project, in a folder without a configuration", () => {
  test.each([".", "packages/service"])(
    "takes the flavor that the project has, in %s",
    async (inside) => {
      const place = await makeFolder();
      await place.write(`${inside}/file.txt`, "");
      const folder = `${place.folder}/${inside}`;
      await succeed(place, [...REGISTER, "--project", "endpoint=here"], { folder });
      const described = await documentOf(place, ["manager", "describe"], { folder });
      expect(described).toMatchObject({
        name: "prod",
        flavor: "aws",
        config: { endpoint: "here" },
        file: expect.stringMatching(/keykist\.json$/) as unknown,
      });
    },
  );

  test.each([
    ["pnpm-lock.yaml", "pnpm add"],
    ["yarn.lock", "yarn add"],
    ["package-lock.json", "npm install"],
  ])("says, beside %s, how the project installs the one that it lacks", async (lock, install) => {
    const place = await makePlace();
    await place.write("package.json", "{}");
    await place.write(lock, "");
    const ended = await kist(place, [...REGISTER, "--project"]);
    const line = `^kist: the flavor aws is not installed; install it: ${install} @keykist/aws$`;
    expect(failureIn(ended)).toEqual(refusal(3, new RegExp(line)));
    await expect(place.read("keykist.json")).rejects.toThrow("ENOENT");
  });
});

describe("kist manager register of your own configuration, which is still to be made", () => {
  test.each([[[]], [["--user"]]])(
    "runs nothing of the folder that one stands in: %j",
    async (choice) => {
      const place = await makeFolder();
      const marker = `${place.home}/marker`;
      const at = "node_modules/@keykist/aws/index.js";
      const text = `import { writeFileSync } from "node:fs"; writeFileSync(${JSON.stringify(marker)}, "");`;
      await place.write(at, `${text}\n${await place.read(at)}`);
      const ended = await kist(place, [...REGISTER, ...choice]);
      const line =
        /^kist: the flavor aws is not installed; install it beside kist: npm install -g /;
      expect(failureIn(ended)).toEqual(refusal(3, line));
      await expect(readFile(marker)).rejects.toThrow("ENOENT");
      // It is one that works: where it is asked for, it does run.
      await succeed(place, [...REGISTER, "--project"]);
      expect(await readFile(marker, "utf8")).toBe("");
    },
  );

  test("takes a flavor that is installed where that configuration will be", async () => {
    const place = await makeFolder();
    const folder = `${place.home}/.config/keykist`;
    await installCore({ ...place, folder });
    await installAws(place, folder);
    await succeed(place, [...REGISTER, "--user"]);
    expect(await documentOf(place, ["manager", "describe"])).toMatchObject({ flavor: "aws" });
  });
});
