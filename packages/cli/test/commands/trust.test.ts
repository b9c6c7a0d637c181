import { chown, symlink } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { documentOf, kist, makeStore, succeed } from "../kist.ts";
import { makePlace, type Place } from "../place.ts";
import { makeProject } from "../project.ts";
import { CTRL_C, ENTER, inTerminal } from "../terminal.ts";

const LISTING = ["manager", "list"];

async function isTrusted(place: Place, folder: string = place.folder): Promise<boolean> {
  return (await kist(place, LISTING, { folder })).exitCode === 0;
}

/** Whether this process may give files away, as only root may. */
const isRoot = process.getuid?.() === 0;

describe("trust", () => {
  test("is given by kist trust, from any folder of the project, and shows what it reaches", async () => {
    const place = await makePlace();
    const file = await place.write("keykist.json", '{"schemas":["./shop.ts"]}');
    await place.write("deep/x", "");
    expect(await isTrusted(place)).toBe(false);
    const stdout = await succeed(place, ["trust"], { folder: `${place.folder}/deep` });
    expect(stdout).toBe(
      `Trusted ${file}, as it is now. It\n  runs "./shop.ts", which has schemas\n`,
    );
    await place.write("keykist.json", '{"schemas":["./shop.ts"] }');
    expect(await isTrusted(place)).toBe(false);
    const named = ["trust", file];
    expect(await documentOf(place, named, { folder: place.home })).toEqual({
      file,
      reaches: ['runs "./shop.ts", which has schemas'],
    });
    await place.write("keykist.json", '{"schemas":["./shop.ts"] }');
    expect((await kist(place, LISTING)).exitCode).toBe(0);
  });

  test("is asked for at a terminal, and remembered", async () => {
    const place = await makePlace();
    await place.write("keykist.json", "{}");
    for (const [keys, exitCode] of [
      [`n${ENTER}`, 7],
      [CTRL_C, 130],
      [`y${ENTER}`, 0],
    ] as const) {
      const terminal = inTerminal(place, LISTING);
      await terminal.shows("is not trusted yet");
      await terminal.shows("Trust it, as it is now?");
      terminal.type(keys);
      expect(await terminal.end()).toBe(exitCode);
    }
    expect(await isTrusted(place)).toBe(true);
  });

  test("kist trust asks at a terminal too, and --yes answers it", async () => {
    const place = await makePlace();
    await place.write("keykist.json", "{}");
    const terminal = inTerminal(place, ["trust"]);
    await terminal.shows("Trust it, as it is now?");
    terminal.type(`n${ENTER}`);
    expect(await terminal.end()).toBe(130);
    expect(await isTrusted(place)).toBe(false);
    expect(await inTerminal(place, ["trust", "--yes"]).end()).toBe(0);
    expect(await isTrusted(place)).toBe(true);
  });

  test("survives kist's own edits, and is lost on anyone else's", async () => {
    const place = await makeProject();
    await succeed(place, ["manager", "register", "third", "--flavor", "local"]);
    await succeed(place, ["manager", "rename", "third", "other"]);
    await succeed(place, ["manager", "use", "other"]);
    await succeed(place, ["manager", "delete", "other", "--yes"]);
    expect(await isTrusted(place)).toBe(true);
    const text = await place.read("keykist.json");
    await place.write("keykist.json", text.replace('"active": "dev"', '"active": "prod"'));
    expect(await isTrusted(place)).toBe(false);
    // As it was when it was trusted.
    await place.write("keykist.json", text);
    expect(await isTrusted(place)).toBe(true);
  });

  test("is of one place: a copy elsewhere is another file, a link to it is not", async () => {
    const place = await makeProject();
    await place.write("copy/keykist.json", await place.read("keykist.json"));
    expect(await isTrusted(place, `${place.folder}/copy`)).toBe(false);
    await place.write("link/x", "");
    const link = path.join(place.folder, "link/keykist.json");
    await symlink(path.join(place.folder, "keykist.json"), link);
    expect(await isTrusted(place, `${place.folder}/link`)).toBe(true);
  });

  test("is implied by --config and KEYKIST_CONFIG, for that command alone", async () => {
    const place = await makePlace();
    const file = await place.write(
      "keykist.json",
      '{"managers":{"m":{"id":"1","flavor":"local"}}}',
    );
    const folder = place.home;
    const byOption = await documentOf(place, [...LISTING, "--config", file], { folder });
    expect(byOption).toMatchObject([{ name: "default" }, { name: "m" }]);
    const environment = { KEYKIST_CONFIG: file };
    expect(await documentOf(place, LISTING, { folder, environment })).toEqual(byOption);
    expect(await isTrusted(place)).toBe(false);
  });

  test.runIf(isRoot)(
    "is refused to files of another user, and nothing else is done; as root only, who can make such files",
    async () => {
      const place = await makePlace();
      await makeStore(place);
      const file = await place.write("keykist.json", "{ not even JSON");
      await chown(file, 12_345, 12_345);
      const project = ["manager", "register", "x", "--flavor", "local", "--project"];
      for (const words of [LISTING, ["trust"], project]) {
        const ended = await kist(place, words);
        expect([ended.exitCode, ended.stderr]).toEqual([
          7,
          `kist: the configuration ${file} belongs to another user; work as its owner, or take it over with chown; ` +
            `to use it as it is: --config ${file}\n`,
        ]);
      }
      expect(await place.read("keykist.json")).toBe("{ not even JSON");
    },
  );

  test.each([
    ["no configuration", undefined, ["trust"], 2, /no configuration to trust, here or above/],
    [
      "a file that is not there",
      undefined,
      ["trust", "x.json"],
      6,
      /x\.json: there is no such file/,
    ],
    ["a file that is none", "{", ["trust"], 6, /it is no JSON/],
    ["a folder", "{}", ["trust", "."], 6, /it is no plain file/],
    ["two files", "{}", ["trust", "a", "b"], 2, /no more than 1 word/],
    [
      "--config that is not there",
      undefined,
      [...LISTING, "--config", "x.json"],
      6,
      /there is no such file/,
    ],
    ["--config that is empty", undefined, [...LISTING, "--config", ""], 6, /--config.*it is empty/],
  ])("is refused to %s", async (_what, text, words, exitCode, message) => {
    const place = await makePlace();
    if (text !== undefined) await place.write("keykist.json", text);
    const ended = await kist(place, words);
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).toMatch(/^kist: [^\n]+\n$/);
    expect([ended.exitCode, ended.stdout]).toEqual([exitCode, ""]);
  });
});
