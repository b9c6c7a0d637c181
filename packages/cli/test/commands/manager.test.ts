import { arbitrarySchema } from "@keykist/core";
import { LocalSecretsManager } from "@keykist/local";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { documentOf, kist, makeStore, succeed } from "../kist.ts";
import { flavorModule, installCore } from "../modules.ts";
import { makePlace, type Place } from "../place.ts";
import { makeProject } from "../project.ts";
import { CTRL_C, ENTER, inTerminal } from "../terminal.ts";

const entrySchema = z.object({
  id: z.string(),
  flavor: z.string(),
  config: z.record(z.string(), z.unknown()),
});
const fileSchema = z.object({
  active: z.string().optional(),
  managers: z.record(z.string(), entrySchema).default({}),
});

async function configurationIn(
  place: Place,
  file = "keykist.json",
): Promise<z.infer<typeof fileSchema>> {
  return fileSchema.parse(JSON.parse(await place.read(file)));
}

describe("kist manager register", () => {
  test("writes your own configuration, and the first manager is active", async () => {
    const place = await makePlace();
    const first = await documentOf(place, ["manager", "register", "dev", "--flavor", "local"]);
    const file = `${place.home}/.config/keykist/keykist.json`;
    expect(first).toEqual({
      name: "dev",
      // A UUID of version 7.
      id: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ) as unknown,
      flavor: "local",
      active: true,
      file,
    });
    const second = await documentOf(place, ["manager", "register", "prod", "--flavor", "local"]);
    expect(second).toMatchObject({ active: false, file });
    const { active, managers } = await configurationIn(place, file);
    expect([active, managers["dev"]?.config]).toEqual(["dev", { scope: "component" }]);
  });

  test("writes the project's where there is one, from any folder of it, unless --user is given", async () => {
    const place = await makeProject();
    await place.write("deep/down/x", "");
    const folder = `${place.folder}/deep/down`;
    await succeed(place, ["manager", "register", "third", "--flavor", "local"], { folder });
    await succeed(place, ["manager", "register", "own", "--flavor", "local", "--user"], { folder });
    expect(Object.keys((await configurationIn(place)).managers)).toEqual(["dev", "prod", "third"]);
    const own = await configurationIn(place, `${place.home}/.config/keykist/keykist.json`);
    expect(Object.keys(own.managers)).toEqual(["own"]);
  });

  test("writes paths relative to the configuration, wherever they are typed and used", async () => {
    const place = await makeProject();
    await place.write("deep/x", "");
    const folder = `${place.folder}/deep`;
    const words = ["manager", "register", "here", "--flavor", "local", "file=s.db", "keyFile=/k/s"];
    await succeed(place, words, { folder });
    expect((await configurationIn(place)).managers["here"]?.config).toMatchObject({
      file: "./deep/s.db",
      keyFile: "/k/s",
    });
    const source = await documentOf(place, ["key", "source", "--manager", "here"]);
    expect(source).toMatchObject({ file: `${folder}/s.db` });
  });

  test("makes of text what the flavor says that an option holds", async () => {
    const place = await makePlace();
    await installCore(place);
    await place.write("acme.ts", flavorModule("acme"));
    await succeed(place, ["flavor", "register", "./acme.ts", "--project"]);
    const numbers = ["retries=12", "timeoutMs=5"];
    const others = ["endpoint=true", "strict=false", "labels.team=x=y", "labels.__proto__=z"];
    const words = ["manager", "register", "a", "--flavor", "acme", ...numbers, ...others];
    await succeed(place, words);
    await succeed(place, ["manager", "register", "b", "--flavor", "acme", 'labels={"team":"x"}']);
    const { managers } = await configurationIn(place);
    expect(managers["a"]?.config).toMatchObject({
      scope: "none",
      endpoint: "true",
      retries: 12,
      strict: false,
      timeoutMs: 5,
      labels: { team: "x=y" },
    });
    expect(await place.read("keykist.json")).toContain('"__proto__": "z"');
    expect(managers["b"]?.config["labels"]).toEqual({ team: "x" });
  });

  test.each([
    ["no flavor", ["a"], 2, /--flavor is missing; see which there are: kist flavor list/],
    [
      "a flavor that nobody knows",
      ["a", "--flavor", "lcoal"],
      3,
      /no flavor "lcoal"; did you mean local/,
    ],
    [
      "a flavor that is not installed",
      ["a", "--flavor", "aws"],
      3,
      /aws is not installed; install it/,
    ],
    ["a taken name", ["dev", "--flavor", "local"], 4, /there is a manager dev in .* already/],
    ["a name that is none", ["a/b", "--flavor", "local"], 6, /name of the manager is not valid/],
    [
      "an option that is none",
      ["a", "--flavor", "local", "fil=x"],
      6,
      /no field "fil"; did you mean file/,
    ],
    [
      "a word that is no option",
      ["a", "--flavor", "local", "hunter2"],
      2,
      /word 1 behind the name is not KEY=VALUE/,
    ],
    [
      "an unknown word",
      ["a", "--flavor", "local", "hunter2=x"],
      6,
      /has no such field; its fields are/,
    ],
    [
      "a number that is none",
      ["a", "--flavor", "local", "timeoutMs=hunter2"],
      6,
      /timeoutMs does not fit: expected integer/,
    ],
    ["a number that is too small", ["a", "--flavor", "local", "timeoutMs=0"], 6, /timeoutMs: /],
    [
      "a truth that is none",
      ["a", "--flavor", "local", "readOnly=hunter2"],
      6,
      /readOnly=true or readOnly=false/,
    ],
    [
      "an entry of what holds one value",
      ["a", "--flavor", "local", "file.x=hunter2"],
      6,
      /file holds one value/,
    ],
    ["a scope that is none", ["a", "--flavor", "local", "scope=hunter2"], 6, /scope: /],
    ["a namespace that is missing", ["a", "--flavor", "local", "scope=namespace"], 6, /namespace/],
    ["a key", ["a", "--flavor", "local", "key=hunter2"], 6, /key .*is secret.*KEYKIST_KEY/],
    [
      "a passphrase",
      ["a", "--flavor", "local", "passphrase=hunter2"],
      6,
      /is secret.*KEYKIST_PASSPHRASE/,
    ],
    ["a reference", ["a", "--flavor", "local", "file={{a.hunter2}}"], 6, /reference/],
    [
      "two places",
      ["a", "--flavor", "local", "--user", "--project"],
      2,
      /--project and --user choose two/,
    ],
  ])("refuses %s", async (_what, words, exitCode, message) => {
    const place = await makeProject();
    const before = await place.read("keykist.json");
    const ended = await kist(place, ["manager", "register", ...words]);
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).toMatch(/^kist: [^\n]+\n$/);
    expect(ended.stderr).not.toContain("hunter2");
    expect({ exitCode: ended.exitCode, stdout: ended.stdout }).toEqual({ exitCode, stdout: "" });
    expect(await place.read("keykist.json")).toBe(before);
  });
});

describe("kist manager", () => {
  test("lists the managers, and which is worked with", async () => {
    const place = await makeProject();
    const managers = await documentOf(place, ["manager", "list"]);
    expect(managers).toMatchObject([
      { name: "default", flavor: "local", scope: "none", active: false, chosen: false },
      { name: "dev", flavor: "local", scope: "component", active: true, chosen: true },
      { name: "prod", flavor: "local", scope: "none", active: false, chosen: false },
    ]);
    expect(await succeed(place, ["manager", "list"])).toMatch(
      /^\* +dev +local +component +active$/m,
    );
  });

  test("describes one, and hides what is secret, also where somebody wrote it into the file", async () => {
    const managers = {
      dev: { id: "1", flavor: "local", config: { scope: "component", passphrase: "hunter2" } },
    };
    const place = await makeProject({ managers });
    const shown = await succeed(place, ["manager", "describe", "dev"]);
    expect(shown).toContain("passphrase  (hidden)");
    expect(shown).not.toContain("hunter2");
    const document = await documentOf(place, ["manager", "describe"]);
    expect(document).toMatchObject({
      name: "dev",
      config: { scope: "component", passphrase: "(hidden)" },
      capabilities: { history: "full" },
    });
  });

  test("updates options, and leaves what it does not name", async () => {
    const place = await makeProject();
    const before = (await configurationIn(place)).managers["dev"];
    await succeed(place, ["manager", "update", "dev", "timeoutMs=9", "readOnly=true"]);
    await succeed(place, ["manager", "update", "dev", "--unset", "readOnly"]);
    const after = (await configurationIn(place)).managers["dev"];
    expect(after).toEqual({ ...before, config: { ...before?.config, timeoutMs: 9 } });
  });

  test("renames one, which keeps its id, its secrets, and what was chosen", async () => {
    const place = await makeProject();
    await succeed(place, ["manager", "use", "dev"]);
    await succeed(place, ["register", "s", "k=v"]);
    const before = (await configurationIn(place)).managers["dev"];
    await succeed(place, ["manager", "rename", "dev", "laptop"]);
    const { active, managers } = await configurationIn(place);
    expect([active, managers["laptop"], managers["dev"]]).toEqual(["laptop", before, undefined]);
    expect(await succeed(place, ["get", "s", "k"])).toBe("v");
  });

  test("copies one, which has an id of its own, and so no secrets", async () => {
    const place = await makeProject();
    await succeed(place, ["register", "s", "k=v"]);
    const copy = await documentOf(place, ["manager", "copy", "dev", "other"]);
    expect(copy).not.toMatchObject({ id: (await configurationIn(place)).managers["dev"]?.id });
    const get = await kist(place, ["get", "s", "--manager", "other"]);
    expect(get.exitCode).toBe(3);
  });

  test("uses another for this user and this configuration alone", async () => {
    const place = await makeProject();
    await succeed(place, ["manager", "use", "prod"]);
    expect(await place.read("keykist.json")).toContain('"active": "dev"');
    expect(await documentOf(place, ["manager", "describe"])).toMatchObject({ name: "prod" });
    const elsewhere = await documentOf(place, ["manager", "list"], { folder: place.home });
    expect(elsewhere).toMatchObject([{ name: "default", chosen: true }]);
    const variable = { environment: { KEYKIST_MANAGER: "dev" } };
    expect(await documentOf(place, ["manager", "describe"], variable)).toMatchObject({
      name: "dev",
    });
    const option = ["manager", "describe", "--manager", "prod"];
    expect(await documentOf(place, option, variable)).toMatchObject({ name: "prod" });
  });

  test("deletes one, once somebody agrees, says what it leaves behind, and forgets that it was chosen", async () => {
    const place = await makeProject();
    await succeed(place, ["register", "s", "k=v"]);
    await succeed(place, ["register", "t", "k=v"]);
    await succeed(place, ["manager", "use", "dev"]);
    const refused = await kist(place, ["manager", "delete", "dev"]);
    expect([refused.exitCode, refused.stderr]).toEqual([
      2,
      "kist: deleting the manager dev has to be agreed to, and there is no terminal to ask at; add --yes to agree\n",
    ]);
    for (const [keys, exitCode] of [
      ["n", 130],
      [CTRL_C, 130],
      ["y", 0],
    ] as const) {
      const terminal = inTerminal(place, ["manager", "delete", "dev"]);
      await terminal.shows("Delete the manager dev, and leave behind 2 secrets?");
      terminal.type(keys === CTRL_C ? keys : `${keys}${ENTER}`);
      expect(await terminal.end()).toBe(exitCode);
    }
    const { active, managers } = await configurationIn(place);
    expect([active, Object.keys(managers)]).toEqual([undefined, ["prod"]]);
    // Nothing is chosen by accident: what was meant for dev does not go into prod.
    const next = await kist(place, ["register", "u", "k=v"]);
    expect([next.exitCode, next.stderr]).toEqual([
      3,
      expect.stringContaining("no manager is chosen"),
    ]);
  });

  test("deletes one whose secrets cannot be counted, and makes no store to count them", async () => {
    const place = await makePlace();
    await succeed(place, ["manager", "register", "dev", "--flavor", "local"]);
    const empty = await documentOf(place, ["manager", "delete", "dev", "--yes"]);
    expect(empty).toMatchObject({ name: "dev", secretsLeft: 0 });
    await makeStore(place);
    await succeed(place, ["manager", "register", "dev", "--flavor", "local"]);
    const environment = { KEYKIST_KEY: Buffer.alloc(32).toString("base64") };
    const unknown = await documentOf(place, ["manager", "delete", "dev", "--yes"], { environment });
    expect(unknown).toMatchObject({ name: "dev", secretsLeft: null });
  });

  test.each([
    ["describe", ["dve"], 3, /no manager "dve".*; did you mean dev\?/],
    ["update", ["nope", "a=b"], 3, /no manager "nope"; there are: default, dev, prod/],
    ["update", ["dev"], 2, /nothing to change/],
    ["update", ["dev", "timeoutMs=x"], 6, /timeoutMs does not fit/],
    ["update", ["dev", "--unset", "hunter2"], 6, /no such field/],
    ["update", ["default", "timeoutMs=5"], 9, /there without a configuration/],
    ["rename", ["dev", "prod"], 4, /there is a manager prod/],
    ["rename", ["dev", "a b"], 6, /name of the manager is not valid/],
    ["rename", ["dev"], 2, /NEW is missing/],
    ["rename", ["default", "x"], 9, /there without a configuration/],
    ["copy", ["nope", "x"], 3, /no manager "nope"/],
    ["copy", ["dev", "prod"], 4, /there is a manager prod/],
    ["delete", ["nope"], 3, /no manager "nope"/],
    ["delete", ["default", "--yes"], 9, /there without a configuration/],
    ["use", ["pord"], 3, /no manager "pord"; did you mean prod\?/],
    ["use", [], 2, /NAME is missing/],
    ["lst", [], 2, /no command "manager lst"; did you mean list/],
  ])("%s %j ends with %i", async (command, words, exitCode, message) => {
    const place = await makeProject();
    const before = await place.read("keykist.json");
    const ended = await kist(place, ["manager", command, ...words]);
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).toMatch(/^kist: [^\n]+\n$/);
    expect([ended.exitCode, ended.stdout]).toEqual([exitCode, ""]);
    expect(await place.read("keykist.json")).toBe(before);
  });

  test("is secrets-manager too, which also has the flavors", async () => {
    const place = await makePlace();
    await succeed(place, ["secrets-manager", "register", "dev", "--flavor=local"]);
    expect(await succeed(place, ["secrets-manager", "list"])).toContain("dev");
    expect(await succeed(place, ["secrets-manager", "flavor", "list"])).toContain("@keykist/local");
  });

  test("keeps two projects apart whose managers have the same name", async () => {
    const one = await makeProject();
    await succeed(one, ["register", "s", "k=one"]);
    await one.write("second/x", "");
    const second = { folder: `${one.folder}/second` };
    await one.write("second/keykist.json", "{}");
    await succeed(one, ["trust"], second);
    await succeed(one, ["manager", "register", "dev", "--flavor", "local"], second);
    await succeed(one, ["register", "s", "k=two"], second);
    const { managers } = await configurationIn(one, "second/keykist.json");
    const { id } = managers["dev"] ?? {};
    await using manager = new LocalSecretsManager(
      { file: `${one.home}/.local/share/keykist/secrets.db`, scope: "component" },
      { id, environment: {} },
    );
    await manager.registerSecret(arbitrarySchema.create("t", { k: "two" }));
    expect(await manager.deleteAllSecrets()).toMatchObject({ deleted: 2 });
    expect(await succeed(one, ["get", "s", "k"])).toBe("one");
    expect((await kist(one, ["get", "s", "k"], second)).exitCode).toBe(3);
  });
});
