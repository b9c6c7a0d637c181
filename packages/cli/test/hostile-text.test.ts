import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { BIN, kist, makeStore } from "./kist.ts";
import { makePlace } from "./place.ts";
import { routes } from "./routes.ts";
import { scriptedFlavor } from "./scripted-flavor.ts";
import { ENTER, inTerminal } from "./terminal.ts";

/** A window's title, a cleared screen, a color in one character, a line that is written backwards, and one that is hidden. */
const EVIL = "x\u001B]0;owned\u0007\u001B[2J\u009B31m\u202Egnp\u2066\rhidden\u2028\u{E0041}y";
const core = fileURLToPath(new URL("../../core/src/index.ts", import.meta.url));

/** What a terminal would obey, but for what kist itself sends: styles, marks of pastes, a line that is cleared. */
function obeyed(raw: string): readonly string[] {
  const own = raw
    .replaceAll(/\p{Cc}\[(?:\d+(?:;\d+)*m|\?2004[hl]|2K)/gu, "")
    .replaceAll(/\r+(?=\n|$)/g, "");
  return (
    own.match(/(?![\t\n])[\p{Cc}\u202A-\u202E\u2066-\u2069\u2028\u2029\u{E0000}-\u{E007F}]/gu) ?? []
  );
}

/** A manager all of whose answers are hostile, and whose writes fail with hostile words. */
const hooks = `
  static #text = ${JSON.stringify(EVIL)};
  get #secret() {
    const text = Scripted.#text;
    return { name: text, type: text, revision: text, keys: [text, "k"], content: { [text]: text, k: text }, owned: true,
      toJSON() { return {}; } };
  }
  async getSecret() { return this.#secret; }
  async getSecrets(names) { return new Map(names.map((name) => [name, this.#secret])); }
  async describeSecret() { return this.#secret; }
  async *listSecrets() { yield this.#secret; }
  async getAllSecretKeys() { return [Scripted.#text]; }
  async getSecretHistory() { return [{ ...this.#secret, current: true, keys: [Scripted.#text] }]; }
  async #fail() {
    const { KeykistError } = await import(${JSON.stringify(core)});
    throw new KeykistError("PERMISSION_DENIED", "cannot: " + Scripted.#text, { hint: Scripted.#text, operation: "updateSecret", secret: Scripted.#text });
  }
  registerSecret() { return this.#fail(); }
  updateSecret() { return this.#fail(); }
  modifySecret() { return this.#fail(); }
  deleteSecret() { return this.#fail(); }
  rollbackSecret() { return this.#fail(); }
  undeleteSecret() { return this.#fail(); }
  adoptSecret() { return this.#fail(); }
  async deleteAllSecrets() { return { deleted: 1, failed: new Map([[Scripted.#text, await this.#fail().catch((error) => error)]]) }; }
`;

/** The words of each command, with hostile ones where it takes any. */
const words: Readonly<Record<string, readonly string[] | undefined>> = {
  register: [EVIL, `${EVIL}=v`],
  get: ["a", "k"],
  "get --reveal": ["a", "--reveal"],
  list: ["--prefix", EVIL],
  describe: [EVIL],
  update: ["a", "k=v"],
  delete: [EVIL, "--yes"],
  undelete: [EVIL],
  cleanup: ["--yes", "--manager", "scripted"],
  rename: [EVIL, "b"],
  history: [EVIL],
  rollback: ["a", EVIL],
  adopt: [EVIL, "--schema", EVIL],
  run: ["--secret", "a", "--", EVIL],
  export: ["--format", "json"],
  "export --format dotenv": ["--format", "dotenv"],
  import: [`${EVIL}.env`, "--as", "a"],
  conformance: [EVIL],
  "manager register": ["b", "--flavor", EVIL],
  "manager list": [],
  "manager describe": [EVIL],
  "manager update": ["scripted", `${EVIL}=v`],
  "manager rename": [EVIL, "b"],
  "manager copy": ["scripted", EVIL],
  "manager delete": [EVIL, "--yes"],
  "manager use": [EVIL],
  "flavor register": [EVIL],
  "flavor list": [],
  "flavor describe": ["scripted"],
  "flavor delete": [EVIL],
  "flavor new": [`./${EVIL}`],
  "schema list": [],
  "schema describe": [EVIL],
  "schema register": [EVIL],
  "key source": [],
  "key export": ["--yes"],
  "key rekey": ["--to", EVIL],
  trust: [EVIL],
  doctor: [],
  completion: [EVIL],
};

/** Commands that show what the manager answers, or what it fails with. */
const SHOWN = new Set(
  "get|get --reveal|list|describe|update|rollback|cleanup|history|export".split("|"),
);

describe.skipIf(process.platform === "win32")("no text of others is obeyed by the terminal", () => {
  test.each(Object.keys(words))("kist %s", async (command) => {
    const place = await makePlace();
    await makeStore(place);
    await place.write(`${EVIL}.env`, "A=1#x\n");
    const chosen = await scriptedFlavor(place, hooks);
    const route = command.replace(/ --.*/, "").split(" ");
    for (const json of [[], ["--json"]]) {
      const line = [...route, ...chosen, ...json, ...(words[command] ?? [])];
      const terminal = inTerminal(place, command === "trust" ? [...route, ...json, EVIL] : line);
      await terminal.end();
      expect(terminal.raw()).not.toBe("");
      expect(obeyed(terminal.raw())).toEqual([]);
      if (SHOWN.has(command)) expect(terminal.raw()).toMatch(/\\u\{?0*1b/i);
    }
  });

  test("of every command", () => {
    const tried = new Set(Object.keys(words));
    const missing = routes()
      .map((route) => route.join(" "))
      .filter((route) => !route.startsWith("secrets-manager") && !tried.has(route));
    expect(missing).toEqual([]);
  });

  test("the path of a configuration, what it lists, and the hint to trust it", async () => {
    const place = await makePlace();
    const folder = path.join(place.folder, `${EVIL} a$(touch ran)b`);
    await mkdir(folder);
    await writeFile(
      path.join(folder, "keykist.json"),
      JSON.stringify({
        managers: {
          m: {
            id: "1",
            flavor: "local",
            config: { file: `/tmp/${EVIL}`, region: EVIL, [EVIL]: { file: EVIL } },
          },
        },
        schemas: [`./${EVIL}.ts`],
      }),
    );
    const asked = inTerminal(place, ["list"], { folder });
    await asked.shows("Trust it, as it is now?");
    asked.type("n");
    await asked.end();
    expect(obeyed(asked.raw())).toEqual([]);
    expect(asked.screen()).toContain("asks manager m");
    const refused = inTerminal(
      place,
      ["-c", `"$0" "$@" </dev/null`, process.execPath, BIN, "list"],
      {
        folder,
        program: "sh",
      },
    );
    expect(await refused.end()).toBe(7);
    expect(obeyed(refused.raw())).toEqual([]);
    const [, hint = ""] = /then: kist (trust .*)\r\n/.exec(refused.raw()) ?? [];
    // Pasted into a shell, it trusts this file and runs nothing else.
    const pasted = inTerminal(
      place,
      ["-c", `cd / && "$0" "$1" ${hint} --yes && ls '${place.folder}'`, process.execPath, BIN],
      {
        program: "bash",
      },
    );
    await pasted.shows("Trusted");
    expect(await pasted.end()).toBe(0);
    expect(pasted.screen()).not.toMatch(/^ran$/m);
  });

  test("what is typed or pasted at a question that shows it", async () => {
    const place = await makePlace();
    await makeStore(place);
    const terminal = inTerminal(place, ["register", "a", "-i"]);
    await terminal.shows("Next key");
    terminal.type(`\u001B[200~${EVIL.replaceAll("\u001B", "")}\u001B[201~${ENTER}`);
    await terminal.shows("Next key");
    terminal.type("\u0004");
    await terminal.end();
    expect(obeyed(terminal.raw())).toEqual([]);
  });
});

test("a pipe gets the bytes as they are", async () => {
  const place = await makePlace();
  await makeStore(place, { a: { k: EVIL } });
  expect((await kist(place, ["get", "a", "k"])).stdout).toBe(EVIL);
});
