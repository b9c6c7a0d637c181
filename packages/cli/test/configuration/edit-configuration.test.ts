import { fork } from "node:child_process";
import { once } from "node:events";
import {
  chmod,
  mkdir,
  readdir,
  readFile,
  stat,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parseConfiguration } from "../../src/configuration/configuration.ts";
import { editConfiguration } from "../../src/configuration/edit-configuration.ts";
import { isTrusted, trust } from "../../src/configuration/trust.ts";
import { makePlace, type Place } from "../place.ts";

const EDITOR = path.join(import.meta.dirname, "editor.ts");

/** A process that adds one manager. */
function startEditor(place: Place, file: string, name: string): ReturnType<typeof fork> {
  return fork(EDITOR, [file, name], { env: { ...place.environment } });
}

async function managersIn(file: string): Promise<string[]> {
  const { managers } = parseConfiguration(await readFile(file, "utf8"), file);
  return Object.keys(managers).toSorted();
}

/** What a folder holds beside the configuration. */
async function leftIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name !== "keykist.json");
}

describe("editing a configuration", () => {
  test("loses none of the edits that 20 processes make at once, and it stays trusted", async () => {
    const place = await makePlace();
    const file = await place.write("keykist.json", "{}");
    await trust(place.environment, { file, text: "{}" });
    const names = Array.from({ length: 20 }, (_, index) => `m${index}`);
    const ends = names.map((name) => once(startEditor(place, file, name), "exit"));
    expect((await Promise.all(ends)).map(([code]) => code as unknown)).toEqual(names.map(() => 0));
    expect(await managersIn(file)).toEqual(names.toSorted());
    expect(await isTrusted(place.environment, { file, text: await place.read(file) })).toBe(true);
    expect(await leftIn(place.folder)).toEqual([]);
  });

  test("leaves the old or the new file when its process is killed, and nobody waits for it", async () => {
    const place = await makePlace();
    const file = await place.write("keykist.json", "{}");
    for (let round = 0; round < 12; round += 1) {
      const before = await managersIn(file);
      const editor = startEditor(place, file, `m${round}`);
      const end = once(editor, "exit");
      // Tells that it is about to write.
      await Promise.race([once(editor, "message"), end]);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 6));
      editor.kill("SIGKILL");
      await end;
      expect([before, [...before, `m${round}`].toSorted()]).toContainEqual(await managersIn(file));
    }
    await editConfiguration(place, file, (content) => ({ ...content, schemas: ["./last.ts"] }));
    expect(await place.read(file)).toContain("./last.ts");
  });

  test("takes no notice of a lock that a killed process of long ago has left", async () => {
    const place = await makePlace();
    const state = path.join(place.home, ".local/state/keykist");
    await mkdir(state, { recursive: true });
    const lock = path.join(state, "configurations.lock");
    await writeFile(lock, "");
    await utimes(lock, 0, 0);
    const file = path.join(place.folder, "keykist.json");
    await editConfiguration(place, file, (content) => content);
    expect(await managersIn(file)).toEqual([]);
  });

  test("trusts what it makes, keeps the mode of what is there, and makes a new file for its user", async () => {
    const place = await makePlace();
    const fresh = path.join(place.folder, "new", "keykist.json");
    await editConfiguration(place, fresh, (content) => ({ ...content, schemas: ["./a.ts"] }));
    expect((await stat(fresh)).mode & 0o777).toBe(0o600);
    expect(await isTrusted(place.environment, { file: fresh, text: await place.read(fresh) })).toBe(
      true,
    );
    const shared = await place.write("keykist.json", "{}");
    await chmod(shared, 0o664);
    await editConfiguration(place, shared, (content) => ({ ...content, schemas: ["./a.ts"] }));
    expect((await stat(shared)).mode & 0o777).toBe(0o664);
  });

  test("does not trust what somebody else has changed", async () => {
    const place = await makePlace();
    const file = await place.write("keykist.json", "{}");
    await trust(place.environment, { file, text: "{}" });
    await place.write("keykist.json", '{"schemas":["./evil.ts"]}');
    await editConfiguration(place, file, (content) => ({ ...content, flavors: { a: "./b.ts" } }));
    expect(await isTrusted(place.environment, { file, text: await place.read(file) })).toBe(false);
  });

  test("changes what a link leads to, and leaves the link", async () => {
    const place = await makePlace();
    const real = await place.write("real/keykist.json", "{}");
    const link = path.join(place.folder, "keykist.json");
    await symlink(real, link);
    await editConfiguration(place, link, (content) => ({ ...content, schemas: ["./a.ts"] }));
    expect(await place.read("real/keykist.json")).toContain("./a.ts");
    expect(await leftIn(path.join(place.folder, "real"))).toEqual([]);
  });

  test("keeps the schema that the file names", async () => {
    const place = await makePlace();
    const file = await place.write("keykist.json", '{"$schema":"./mine.json"}');
    await editConfiguration(place, file, (content) => ({ ...content, schemas: ["./a.ts"] }));
    expect(await place.read(file)).toContain('"$schema": "./mine.json"');
  });

  test("writes nothing where the change throws", async () => {
    const place = await makePlace();
    const file = await place.write("keykist.json", "{}");
    const edit = editConfiguration(place, file, () => {
      throw new RangeError("no");
    });
    await expect(edit).rejects.toThrow(RangeError);
    expect(await place.read(file)).toBe("{}");
  });
});
