import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { type Ended, kist, makeStore } from "./kist.ts";
import { makePlace } from "./place.ts";

const CANARY = "canary-7f3a9c51d2";

/** Everything that Node can be told to say of itself. */
const LOUD = { NODE_DEBUG: "*" };

/** The files below a folder that hold a text. */
async function filesWith(text: string, folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    if ((await readFile(file)).includes(text)) found.push(path.relative(folder, file));
  }
  return found;
}

describe("a value", () => {
  test("shows in no output that was not asked for it, and in no file but the one that was given", async () => {
    const place = await makePlace();
    await makeStore(place);
    await place.write(".env", `TOKEN=${CANARY}\n`);
    await place.write("other.env", `TOKEN=${CANARY}-2\nbad.key=${CANARY}\n`);
    const lines: readonly (readonly [words: readonly string[], input?: string])[] = [
      [["register", "db", "k=-"], CANARY],
      [["register", "db", "k=-"], CANARY],
      [["register", "x", "--values", "-"], `{"k":"${CANARY}"`],
      [["register", "x", "username=-", "--schema", "basic_auth"], CANARY],
      [["get", "db"]],
      [["get", "db", CANARY.slice(0, 3)]],
      [["list"]],
      [["list", "--json"]],
      [["describe", "db"]],
      [["describe", "db", "--json"]],
      [["update", "db", "other=-"], CANARY],
      [["update", "db", "k=-", "--if-revision", "x"], CANARY],
      [["update", "db", "--values", "-"], CANARY],
      [["history", "db", "--json"]],
      [["rename", "db", "team/db"]],
      [["import", ".env", "--as", "web"]],
      [["import", ".env", "--as", "web"]],
      [["import", "other.env", "--as", "web"]],
      [["import", "-", "--as", "web"], `TOKEN=${CANARY}-3`],
      [["import", "-", "--as", "web", "--yes", "--json"], `TOKEN=${CANARY}-3`],
      [["import", "-", "--as", "web", "--format", "json"], `{"TOKEN":"${CANARY}`],
      [["export", "--format", "yaml"]],
      [["delete", "team/db", "--yes"]],
      [["cleanup", "--yes", "--manager", "default"]],
    ];
    const shown: string[] = [];
    for (const [words, input] of lines) {
      const ended: Ended = await kist(place, words, { input, environment: LOUD });
      if (`${ended.stdout}${ended.stderr}`.includes(CANARY)) shown.push(words.join(" "));
    }
    expect(shown).toEqual([]);
    expect(await filesWith(CANARY, path.dirname(place.folder))).toEqual([
      "work/.env",
      "work/other.env",
    ]);
  }, 120_000);

  test("shows where it was asked for: the canary can be seen", async () => {
    const place = await makePlace();
    await makeStore(place, { db: { k: CANARY } });
    for (const words of [
      ["get", "db", "k"],
      ["get", "db", "--reveal"],
      ["get", "db", "--json"],
      ["export", "--format", "dotenv"],
    ]) {
      expect((await kist(place, words)).stdout).toContain(CANARY);
    }
  });
});
