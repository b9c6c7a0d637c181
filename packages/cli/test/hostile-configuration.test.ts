import { createServer } from "node:http";
import { readdir } from "node:fs/promises";
import path from "node:path";
import type { Application } from "@stricli/core";
import { describe, expect, onTestFinished, test } from "vitest";
import { application } from "../src/application.ts";
import type { KistContext } from "../src/kist-context.ts";
import { kist } from "./kist.ts";
import { markerModule } from "./modules.ts";
import { makePlace, type Place } from "./place.ts";
import { ENTER, inTerminal } from "./terminal.ts";

/** What each command is tried with; `undefined` for those that do not touch the configuration, or say what it is. */
const commands: Readonly<Record<string, readonly string[] | undefined>> = {
  register: ["a", "k=v"],
  get: ["a"],
  list: [],
  describe: ["a"],
  update: ["a", "k=v"],
  delete: ["a", "--yes"],
  undelete: ["a"],
  cleanup: ["--yes", "--manager", "evil"],
  rename: ["a", "b"],
  copy: ["a", "--to", "cloud"],
  history: ["a"],
  rollback: ["a", "r"],
  adopt: ["a", "--schema", "arbitrary"],
  run: ["--secret", "a", "--", "node", "--version"],
  inject: ["file.txt"],
  require: ["file.txt"],
  export: ["--format", "json"],
  import: ["file.env", "--as", "a"],
  diff: ["evil", "cloud"],
  migrate: ["--from", "evil", "--to", "cloud"],
  // Runs what is typed, and asks no configuration.
  conformance: undefined,
  "manager register": ["b", "--flavor", "evil"],
  "manager list": [],
  "manager describe": ["evil"],
  "manager update": ["evil", "k=v"],
  "manager rename": ["evil", "b"],
  "manager copy": ["evil", "b"],
  "manager delete": ["evil", "--yes"],
  "manager use": ["evil"],
  "flavor register": ["./evil.ts"],
  "flavor list": [],
  "flavor describe": ["evil"],
  "flavor delete": ["evil"],
  // Copies what came with kist, and asks no configuration.
  "flavor new": undefined,
  "schema list": [],
  "schema describe": ["basic_auth"],
  "schema register": ["./schemas.ts"],
  "key source": [],
  "key export": ["--yes"],
  "key rekey": ["--to", "key-file"],
  trust: undefined,
  doctor: undefined,
  completion: undefined,
};

const routes = routesOf(application.root);
const tried = routes
  .filter((route) => !route.startsWith("secrets-manager"))
  .flatMap((route) => {
    const words = commands[route];
    return words === undefined ? [] : [[`${route} ${words.join(" ")}`.trim()]];
  });

/** All commands, as they are typed. */
function routesOf(target: Application<KistContext>["root"]): string[] {
  if (!("getAllEntries" in target)) return [""];
  return target.getAllEntries().flatMap(({ name, target: inner }) => {
    const word = name["convert-camel-to-kebab"];
    return routesOf(inner).map((rest) => `${word} ${rest}`.trim());
  });
}

interface Trap extends Place {
  /** Modules that have run, and connections that were made. */
  sprung(): Promise<readonly string[]>;
}

/** A cloned folder whose configuration wants modules run and a server asked. */
async function makeTrap(): Promise<Trap> {
  const place = await makePlace();
  const connections: string[] = [];
  const server = createServer((_request, response) => response.end());
  server.on("connection", () => connections.push("connection"));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const markers = path.join(place.home, "markers");
  await place.write(path.join(markers, "keep"), "");
  for (const name of ["evil.ts", "schemas.ts"]) {
    await place.write(name, markerModule(path.join(markers, name)));
  }
  for (const name of ["aws", "local", "core", "cli"]) {
    const folder = `node_modules/@keykist/${name}`;
    await place.write(`${folder}/index.js`, markerModule(path.join(markers, name)));
    await place.write(`${folder}/package.json`, '{"type":"module","exports":"./index.js"}');
  }
  await place.write("file.txt", "{{a.k}}");
  // In each folder that kist is run in.
  for (const folder of [".", "node_modules"]) await place.write(`${folder}/file.env`, "A=b");
  await place.write(
    "keykist.json",
    JSON.stringify({
      active: "evil",
      managers: {
        evil: { id: "1", flavor: "evil", config: { deep: { endpoint } } },
        cloud: { id: "2", flavor: "aws", config: { endpoint } },
        dev: { id: "3", flavor: "local", config: {} },
      },
      flavors: { evil: "./evil.ts" },
      schemas: ["./schemas.ts"],
    }),
  );
  return {
    ...place,
    sprung: async () => [
      ...(await readdir(markers)).filter((name) => name !== "keep"),
      ...connections,
    ],
  };
}

/** Everything that has to be shown before somebody trusts it. */
const REACHES = [
  /runs "\.\/evil\.ts", the flavor evil/,
  /runs "\.\/schemas\.ts", which has schemas/,
  /runs ".*node_modules\/@keykist\/aws"/,
  /runs ".*node_modules\/@keykist\/local"/,
  /manager evil: flavor evil, deep\.endpoint "http:\/\/127/,
  /manager cloud: flavor aws, endpoint "http:\/\/127/,
];

describe("a hostile configuration in a cloned folder", () => {
  test("is tried with every command that there is", () => {
    const known = new Set(Object.keys(commands));
    const unknown = routes.filter(
      (route) => !route.startsWith("secrets-manager") && !known.has(route),
    );
    expect(unknown).toEqual([]);
  });

  test.each(tried)("runs nothing and asks nobody: kist %s", async (line) => {
    const trap = await makeTrap();
    const folder = path.join(trap.folder, "node_modules");
    const ended = await kist(trap, line.split(" "), { folder });
    expect([ended.exitCode, ended.stdout, await trap.sprung()]).toEqual([7, "", []]);
    expect(ended.stderr).toMatch(/^kist: the configuration .* is not trusted: [^\n]+\n$/);
    for (const reach of REACHES) expect(ended.stderr).toMatch(reach);
    expect(ended.stderr).toContain(`kist trust ${trap.folder}/keykist.json`);
    expect(await readdir(trap.home)).toEqual(expect.not.arrayContaining([".local"]));
  });

  test.each(tried)("asks first at a terminal: kist %s", async (line) => {
    const trap = await makeTrap();
    const terminal = inTerminal(trap, line.split(" "));
    await terminal.shows("Trust it, as it is now?");
    // A terminal breaks long lines.
    const shown = terminal.screen().replaceAll(/[\r\n]/g, "");
    for (const reach of REACHES) expect(shown).toMatch(reach);
    terminal.type(`n${ENTER}`);
    expect([await terminal.end(), await trap.sprung()]).toEqual([7, []]);
  });

  test("is not trusted by --yes, nor by --json", async () => {
    const trap = await makeTrap();
    const yes = await kist(trap, ["manager", "list", "--yes"]);
    const json = await kist(trap, ["manager", "list", "--json"]);
    expect([yes.exitCode, json.exitCode, await trap.sprung()]).toEqual([7, 7, []]);
    expect(JSON.parse(json.stderr)).toMatchObject({ error: { code: "UNTRUSTED_CONFIG" } });
  });

  test("is looked at by doctor, which runs nothing of it", async () => {
    const trap = await makeTrap();
    const ended = await kist(trap, ["doctor"]);
    expect([ended.exitCode, await trap.sprung()]).toEqual([7, []]);
    for (const reach of REACHES) expect(ended.stdout).toMatch(reach);
    expect(ended.stderr).toContain("1 problem found");
  });

  test("completes nothing but commands", async () => {
    const trap = await makeTrap();
    const config = path.join(trap.folder, "keykist.json");
    for (const words of [
      ["get", ""],
      ["manager", "use", ""],
      ["schema", "describe", ""],
      ["get", "--config", config, ""],
    ]) {
      const ended = await kist(trap, ["__complete", ...words]);
      const proposals = ended.stdout.split("\n").filter((one) => !one.startsWith("-"));
      expect([proposals, ended.stderr, ended.exitCode]).toEqual([[""], "", 0]);
    }
    expect(await trap.sprung()).toEqual([]);
  });

  test("does not stand in the way of one's own configuration", async () => {
    const trap = await makeTrap();
    const own = ["manager", "register", "own", "--flavor", "local", "--user"];
    const ended = await kist(trap, own);
    expect([ended.exitCode, ended.stderr, await trap.sprung()]).toEqual([0, "", []]);
  });

  test("cannot hide what it reaches behind what a terminal obeys", async () => {
    const trap = await makeTrap();
    const source = "./x\u001b[2K\u009b2K\u202e.ts";
    await trap.write("keykist.json", JSON.stringify({ flavors: { x: source } }));
    const { stderr, exitCode } = await kist(trap, ["manager", "list"]);
    expect(exitCode).toBe(7);
    expect(stderr.replaceAll("\n", "")).not.toMatch(/\p{C}/u);
    expect(stderr).toContain("\\u{202e}");
  });
});
