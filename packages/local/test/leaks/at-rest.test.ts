import { arbitrarySchema } from "@keykist/core";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { StoreFolder } from "../processes/store-folder.ts";
import { findPieces, placesOf } from "./find-pieces.ts";

const canary = `CANARY-${randomBytes(24).toString("base64url")}`;
const program = path.join(import.meta.dirname, "programs/write-much.ts");

describe("the search", () => {
  it("finds what it looks for, in each form", () => {
    for (const form of ["utf8", "utf16le"] as const) {
      expect(findPieces(Buffer.from(`… ${canary}`, form), canary)).not.toEqual([]);
    }
    for (const before of ["", "a", "ab"]) {
      const written = Buffer.from(`${before}${canary}`).toString("base64");
      expect(findPieces(Buffer.from(written), canary)).not.toEqual([]);
    }
    expect(findPieces(Buffer.from(Buffer.from(canary).toString("hex")), canary)).not.toEqual([]);
    expect(findPieces(randomBytes(100_000), canary)).toEqual([]);
  });
});

describe("a value is never readable", () => {
  it("in the store, its journal at any moment, its key file, the temp folder or the output", async () => {
    await using folder = await StoreFolder.make();
    const temp = path.join(folder.folder, "temp");
    const home = path.join(folder.folder, "home");
    mkdirSync(temp);
    mkdirSync(home);
    const file = path.join(home, "secrets.db");
    const child = spawn(process.execPath, [program], {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env["PATH"],
        TMPDIR: temp,
        SQLITE_TMPDIR: temp,
        KEYKIST_TEST_CANARY: canary,
        KEYKIST_TEST_FILE: file,
      },
    });
    const output = Promise.all([text(child.stdout), text(child.stderr)]);
    const ended = once(child, "exit");
    const found = new Set<string>();
    const looked = new Map<string, number>();
    const look = (): void => {
      for (const place of [home, temp]) {
        for (const name of readdirSync(place)) {
          const bytes = readOrNone(path.join(place, name));
          if (bytes === undefined || bytes.length === 0) continue;
          looked.set(name, (looked.get(name) ?? 0) + 1);
          for (const piece of findPieces(bytes, canary)) found.add(`${name}: ${piece}`);
        }
      }
    };
    const watch = (): void => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      look();
      setImmediate(watch);
    };
    watch();
    await ended;
    look();
    expect(await output).toEqual(["", ""]);
    expect(child.exitCode).toBe(0);
    expect([...found]).toEqual([]);
    expect(looked.get("secrets.db-journal") ?? 0).toBeGreaterThan(3);
    expect(readdirSync(temp)).toEqual([]);
    expect(readdirSync(home).toSorted()).toEqual(["secrets.db", "secrets.db.key"]);
  }, 30_000);
});

function readOrNone(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** The sealed bytes of all states of a store. */
function sealedIn(file: string): readonly Buffer[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database
    .prepare("SELECT sealed FROM secret UNION ALL SELECT sealed FROM earlier")
    .all();
  database.close();
  return rows.flatMap(({ sealed }) =>
    sealed instanceof Uint8Array ? [Buffer.from(sealed.subarray(0, 4000))] : [],
  );
}

describe("what was sealed is wiped from the file, not only given up,", () => {
  it.each([
    ["short", 1],
    ["long, on pages of its own", 300],
  ])(
    "when the secret is deleted (%s)",
    async (_what, times) => {
      await using folder = await StoreFolder.make();
      await using manager = folder.manager();
      await manager.registerSecret(arbitrarySchema.create("stays", { value: "…" }));
      const [stays] = sealedIn(folder.file);
      for (let round = 0; round < 3; round += 1) {
        const secret = arbitrarySchema.create("goes", { value: `${canary}${round}`.repeat(times) });
        await (round === 0 ? manager.registerSecret(secret) : manager.updateSecret(secret));
      }
      const sealed = sealedIn(folder.file).filter((bytes) => stays?.equals(bytes) !== true);
      expect(sealed.length).toBe(3);
      const before = await readFile(folder.file);
      for (const bytes of sealed) expect(placesOf(before, bytes)).not.toEqual([]);
      await manager.deleteSecret("goes");
      const after = await readFile(folder.file);
      for (const bytes of sealed) expect(placesOf(after, bytes)).toEqual([]);
    },
    20_000,
  );

  it("when a state is replaced, and as an earlier one when it is the eleventh from the last", async () => {
    await using folder = await StoreFolder.make();
    await using manager = folder.manager();
    await manager.registerSecret(arbitrarySchema.create("db", { value: canary }));
    const [inForce = Buffer.alloc(0)] = sealedIn(folder.file);
    const update = (round: number): Promise<unknown> =>
      manager.updateSecret(arbitrarySchema.create("db", { value: `${canary}${round}` }));
    await update(1);
    // The state in force comes first, then the earlier one, which was sealed again.
    const [, earlier = Buffer.alloc(0)] = sealedIn(folder.file);
    const replaced = await readFile(folder.file);
    expect(placesOf(replaced, inForce)).toEqual([]);
    for (let round = 2; round < 10; round += 1) await update(round);
    expect(placesOf(await readFile(folder.file), earlier)).not.toEqual([]);
    await update(10);
    expect(placesOf(await readFile(folder.file), earlier)).toEqual([]);
  }, 20_000);
});
