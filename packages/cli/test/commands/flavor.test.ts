import { mkdir, symlink } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { documentOf, kist, succeed } from "../kist.ts";
import { flavorModule, installCore } from "../modules.ts";
import { makePlace, type Place } from "../place.ts";
import { makeProject } from "../project.ts";
import { CTRL_C, inTerminal } from "../terminal.ts";

/** Modules that are no flavors, or not one. */
const modules: Readonly<Record<string, string>> = {
  "none.ts": "export const answer = 42;",
  "throws.ts": 'throw new RangeError("hunter2");',
  "syntax.ts": "export const = hunter2;",
  "missing.ts": 'import "no-such-package";',
  "exits.ts": "process.exit(0);",
  "hangs.ts": "await new Promise(() => { setInterval(() => undefined, 1000); });",
  "two.ts": `${flavorModule("one", "One")}\n${flavorModule("two", "Two").replaceAll(/import .*?;/g, "")}`,
  "store.ts": `
    import { configFields, StackComponent, StackComponentType } from "@keykist/core";
    export class Store extends StackComponent {
      static TYPE = StackComponentType.ARTIFACT_STORE;
      static FLAVOR = "s3";
      static configSchema = configFields({});
    }`,
  "operator.ts": `
    import { configFields, StackComponent } from "@keykist/core";
    export class Operator extends StackComponent {
      static TYPE = "step_operator";
      static FLAVOR = "s3";
      static configSchema = configFields({});
    }`,
  "nameless.ts": flavorModule("x").replace(/static FLAVOR.*?;/, "static FLAVOR = undefined;"),
  "shouting.ts": flavorModule("ACME"),
  "schemaless.ts": flavorModule("x").replace(
    /static configSchema[^]*?\}\);/,
    "static configSchema = {};",
  ),
  "old.ts": `${flavorModule("x")}\nReflect.set(AcmeSecretsManager, "specVersion", 0);`,
  "new.ts": `${flavorModule("x")}\nReflect.set(AcmeSecretsManager, "specVersion", 9);`,
  "half.ts": `
    import { BaseSecretsManager, configFields } from "@keykist/core";
    export class Half extends BaseSecretsManager {
      static FLAVOR = "half";
      static configSchema = configFields({});
      doCreate() {}
    }`,
  "local.ts": flavorModule("local"),
  "taken.ts": flavorModule("acme"),
};

async function makeFlavors(): Promise<Place> {
  const place = await makeProject({ flavors: { acme: "./acme.ts" } });
  await installCore(place);
  await place.write("acme.ts", flavorModule("acme"));
  await place.write("folder/x", "");
  for (const [name, text] of Object.entries(modules)) await place.write(name, text);
  return place;
}

describe("kist flavor register", () => {
  test("takes a module, and its managers keep secrets", async () => {
    const place = await makePlace();
    await installCore(place);
    await place.write("flavors/acme.ts", flavorModule("acme"));
    const folder = path.join(place.folder, "flavors");
    const registered = await documentOf(place, ["flavor", "register", "./acme.ts", "--user"], {
      folder,
    });
    expect(registered).toMatchObject({
      name: "acme",
      source: expect.stringMatching(/^\.\..*\/flavors\/acme\.ts$/) as unknown,
    });
    await succeed(place, ["manager", "register", "a", "--flavor", "acme"]);
    expect(await succeed(place, ["register", "s", "k=v"])).toContain("Registered s");
  });

  test("writes a path relative to the project's configuration, and registers it again without a word", async () => {
    const place = await makeFlavors();
    await place.write("deep/other.ts", flavorModule("other"));
    const folder = path.join(place.folder, "deep");
    for (const source of ["./other.ts", "other.ts", "../deep/other.ts"]) {
      const registered = await documentOf(place, ["flavor", "register", source], { folder });
      expect(registered).toMatchObject({ name: "other", source: "./deep/other.ts" });
    }
    expect(await place.read("keykist.json")).toContain('"other": "./deep/other.ts"');
  });

  test("takes one of several, and one that is exported twice", async () => {
    const place = await makeFlavors();
    const two = await documentOf(place, ["flavor", "register", "./two.ts#Two"]);
    expect(two).toMatchObject({ name: "two", source: "./two.ts#Two" });
    await place.write("twice.ts", `${flavorModule("twice")}\nexport default AcmeSecretsManager;`);
    expect(await documentOf(place, ["flavor", "register", "./twice.ts"])).toMatchObject({
      name: "twice",
    });
  });

  test("takes a package by what it exports to an import", async () => {
    const place = await makeFlavors();
    const folder = "node_modules/@acme/keykist";
    await place.write(`${folder}/main.mjs`, flavorModule("packaged"));
    await place.write(`${folder}/wrong.cjs`, "throw new Error();");
    const exports = { ".": { require: "./wrong.cjs", import: { node: "./main.mjs" } } };
    const manifest = { name: "@acme/keykist", version: "1.2.3", exports };
    await place.write(`${folder}/package.json`, JSON.stringify(manifest));
    const registered = await documentOf(place, ["flavor", "register", "@acme/keykist"]);
    expect(registered).toMatchObject({ name: "packaged", source: "@acme/keykist" });
    expect(await documentOf(place, ["flavor", "list"])).toContainEqual({
      name: "packaged",
      source: "@acme/keykist",
      installed: true,
      version: "1.2.3",
    });
  });

  test("runs the module without the keys, without input, and without what it prints", async () => {
    const place = await makeFlavors();
    const report = path.join(place.folder, "report.json");
    await place.write(
      "spy.ts",
      `${flavorModule("spy")}
      import { readFileSync, writeFileSync } from "node:fs";
      const { KEYKIST_KEY, KEYKIST_PASSPHRASE, OTHER } = process.env;
      const input = readFileSync(0, "utf8");
      console.log("printed"); console.error("printed");
      writeFileSync(${JSON.stringify(report)}, JSON.stringify({ KEYKIST_KEY, KEYKIST_PASSPHRASE, OTHER, input }));`,
    );
    const environment = { KEYKIST_KEY: "hunter2", KEYKIST_PASSPHRASE: "hunter2", OTHER: "o" };
    const stdout = await succeed(place, ["flavor", "register", "./spy.ts"], {
      environment,
      input: "hunter2",
    });
    expect(stdout).not.toContain("printed");
    expect(JSON.parse(await place.read("report.json"))).toEqual({ OTHER: "o", input: "" });
  });

  test.each([
    ["./none.ts", 3, /none\.ts exports no flavor; export a class/],
    ["./nowhere.ts", 3, /no module "\.\/nowhere\.ts"; correct the path/],
    ["./folder", 3, /"\.\/folder" is a folder; name a module in it/],
    [
      "@acme/none",
      3,
      /no module "@acme\/none"; install it beside kist: npm install -g @acme\/none$/m,
    ],
    ["none/here.ts", 3, /a path begins with \.\/: \.\/none\/here\.ts/],
    ["./throws.ts", 6, /throws\.ts fails as it is loaded \(RangeError\); look at it: node /],
    ["./syntax.ts", 6, /syntax\.ts fails as it is loaded \(/],
    ["./missing.ts", 6, /missing\.ts fails as it is loaded \(ERR_MODULE_NOT_FOUND\)/],
    ["./exits.ts", 6, /importing \.\/exits\.ts ends its process/],
    ["./hangs.ts", 8, /importing \.\/hangs\.ts has not ended after 10 seconds/],
    ["./two.ts", 3, /exports several flavors: One, Two; say which: \.\/two\.ts#One/],
    ["./two.ts#Three", 3, /does not export "Three"/],
    ["./none.ts#answer", 3, /#answer is no class of a stack component/],
    ["./store.ts", 6, /is an artifact_store, not a secrets_manager/],
    ["./operator.ts", 6, /is a step_operator, not a secrets_manager/],
    ["./nameless.ts", 6, /has no FLAVOR; set it on the class/],
    ["./shouting.ts", 6, /has no FLAVOR/],
    ["./schemaless.ts", 6, /has no configSchema/],
    ["./old.ts", 9, /version 0 of the contract, this kist on 1; upgrade the flavor/],
    ["./new.ts", 9, /version 9 of the contract, this kist on 1; upgrade @keykist\/cli/],
    ["./half.ts", 6, /does not implement doRead, doReplace, doRemove, doList, classify/],
    ["./local.ts", 4, /local is the name of keykist's own flavor/],
    [
      "./taken.ts",
      4,
      /acme is registered already, from "\.\/acme\.ts"; remove it first: kist flavor delete acme/,
    ],
  ])("refuses %s with %i", async (source, exitCode, message) => {
    const place = await makeFlavors();
    const before = await place.read("keykist.json");
    const ended = await kist(place, ["flavor", "register", source]);
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).toMatch(/^kist: [^\n]+\n$/);
    expect(ended.stderr).not.toContain("hunter2");
    expect([ended.exitCode, ended.stdout]).toEqual([exitCode, ""]);
    expect(await place.read("keykist.json")).toBe(before);
  });

  test.each([
    ["pnpm-lock.yaml", "@acme/none", "pnpm add @acme/none"],
    ["yarn.lock", "none", "yarn add none"],
    ["package-lock.json", "none/flavor", "npm install none"],
    ["no-lock.txt", "none", "npm install none"],
  ])(
    "says, beside %s, how the project installs the package of %s",
    async (lock, source, install) => {
      const place = await makeFlavors();
      await place.write("package.json", "{}");
      await place.write(lock, "");
      for (const words of [
        ["flavor", "register", source],
        ["schema", "register", source],
      ]) {
        const ended = await kist(place, words);
        expect([ended.exitCode, ended.stderr]).toEqual([
          3,
          `kist: there is no module ${JSON.stringify(source)}; install it: ${install}\n`,
        ]);
      }
    },
  );

  test("shows that it imports, and is ended by ctrl-C, with nothing written", async () => {
    const place = await makeFlavors();
    const before = await place.read("keykist.json");
    const terminal = inTerminal(place, ["flavor", "register", "./hangs.ts"]);
    await terminal.shows("Importing ./hangs.ts");
    terminal.type(CTRL_C);
    expect(await terminal.end()).toBe(130);
    expect(await place.read("keykist.json")).toBe(before);
  });

  test("says which Node is needed where this one runs no TypeScript", async () => {
    const place = await makeFlavors();
    // What Node 22.13 says of itself.
    const text = 'Object.defineProperty(process.features, "typescript", { value: false });';
    const file = await place.write("no-types.cjs", text);
    const ended = await kist(place, ["flavor", "register", "./acme.ts"], {
      environment: { NODE_OPTIONS: `--require=${file}` },
    });
    expect([ended.exitCode, ended.stderr]).toEqual([
      9,
      expect.stringMatching(
        /does not run TypeScript.*; use Node 22\.18 or later, or build/,
      ) as unknown,
    ]);
  });

  test("refuses TypeScript in an installed package, which no Node runs", async () => {
    const place = await makeFlavors();
    await place.write("node_modules/typed/index.ts", flavorModule("typed"));
    await place.write("node_modules/typed/package.json", '{"exports":"./index.ts"}');
    const ended = await kist(place, ["flavor", "register", "typed"]);
    expect([ended.exitCode, ended.stderr]).toEqual([
      9,
      expect.stringContaining("the package has to bring JavaScript") as unknown,
    ]);
  });
});

describe("kist flavor", () => {
  test("deletes one that no manager uses, and leaves its module", async () => {
    const place = await makeFlavors();
    await succeed(place, ["manager", "register", "a", "--flavor", "acme"]);
    const used = await kist(place, ["flavor", "delete", "acme"]);
    expect([used.exitCode, used.stderr]).toEqual([
      4,
      "kist: the flavor acme is in use, by the manager a; first: kist manager delete a\n",
    ]);
    await succeed(place, ["manager", "delete", "a", "--yes"]);
    await succeed(place, ["flavor", "delete", "acme"]);
    expect(await place.read("keykist.json")).not.toContain("acme");
    expect(await place.read("acme.ts")).toContain("acme");
  });

  test.each([
    ["describe", "acne", 3, /no flavor "acne"; did you mean acme/],
    ["describe", "gcp", 3, /gcp is not installed/],
    ["delete", "local", 9, /keykist's own/],
    ["delete", "nope", 3, /no flavor "nope"; see which there are: kist flavor list/],
  ])("%s %s ends with %i", async (command, name, exitCode, message) => {
    const place = await makeFlavors();
    const ended = await kist(place, ["flavor", command, name]);
    expect(ended.stderr).toMatch(message);
    expect([ended.exitCode, ended.stdout]).toEqual([exitCode, ""]);
  });

  test("loads a first-party flavor from the project, if it brings its own", async () => {
    const place = await makeFlavors();
    const scope = path.join(place.folder, "node_modules/@keykist");
    await mkdir(scope, { recursive: true });
    await symlink(path.resolve(import.meta.dirname, "../../../local"), path.join(scope, "local"));
    await succeed(place, ["trust", "--yes"]);
    expect(await succeed(place, ["manager", "describe", "dev"])).toContain("component");
  });
});
