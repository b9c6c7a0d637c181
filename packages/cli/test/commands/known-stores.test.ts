import { copyFile, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { rekey } from "@keykist/local";
import { describe, expect, test } from "vitest";
import { kist, makeStore, storeFile, succeed } from "../kist.ts";
import { makePlace, type Place } from "../place.ts";

const KEY = Buffer.alloc(32, 5).toString("base64");
const environment = { KEYKIST_PASSPHRASE: "tulip" };

/** A place whose default store was made by kist, with a passphrase. */
async function placeWithPassphrase(): Promise<Place> {
  const place = await makePlace();
  await succeed(place, ["register", "db", "password=-"], { environment, input: "rose" });
  return place;
}

describe("a store that kist knows", () => {
  test("is used without a word while it is the same", async () => {
    const place = await placeWithPassphrase();
    expect(await succeed(place, ["get", "db", "password"], { environment })).toBe("rose");
  });

  test("that another one has replaced, which opens by a key file, is said to be another, once", async () => {
    const place = await placeWithPassphrase();
    const other = await makePlace();
    await makeStore(other, { db: { password: "planted" } });
    const file = storeFile(place);
    for (const end of ["", ".key"]) await copyFile(`${storeFile(other)}${end}`, `${file}${end}`);
    const ended = await kist(place, ["get", "db", "password"]);
    expect(ended.stderr).toContain(
      `kist: a different store is now at ${file}, opened before by a passphrase, now by a key file`,
    );
    expect(ended.stderr).toContain("if you did not do that, do not use it");
    expect((await kist(place, ["get", "db", "password"])).stderr).toBe("");
  });

  test("that something else gave another key, is said to have it", async () => {
    const place = await placeWithPassphrase();
    const file = storeFile(place);
    await rekey({ file }, { kind: "key", key: KEY }, { environment });
    const ended = await kist(place, ["list"], { environment: { KEYKIST_KEY: KEY } });
    expect(ended.exitCode).toBe(0);
    expect(ended.stderr).toContain(
      `kist: the store ${file} was given another key: it was opened before by a passphrase, now by a key of its own`,
    );
  });

  test("that kist gave another key, is used without a word", async () => {
    const place = await placeWithPassphrase();
    await succeed(place, ["key", "rekey", "--to", "key", "--value", "-"], {
      environment,
      input: KEY,
    });
    expect(await succeed(place, ["list"], { environment: { KEYKIST_KEY: KEY } })).toContain("db");
  });

  test("that is gone, is said to be gone where its absence tells nobody else", async () => {
    const place = await placeWithPassphrase();
    await rm(storeFile(place));
    const ended = await kist(place, ["list"], { environment });
    expect(ended.exitCode).toBe(0);
    expect(ended.stderr).toContain(
      `kist: the store ${storeFile(place)}, which was opened by a passphrase, is gone; restore it`,
    );
  });

  test("is used without a word where nothing can be remembered", async () => {
    const place = await makePlace();
    await makeStore(place, { db: { password: "rose" } });
    // In the place of the file that is locked for it.
    await mkdir(path.join(place.home, ".local/state/keykist/state.lock"), { recursive: true });
    expect(await succeed(place, ["get", "db", "password"])).toBe("rose");
  });
});
