import { arbitrarySchema, KeykistError } from "@keykist/core";
import { randomBytes } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { LocalSecretsManager } from "../../src/index.ts";
import { StoreFolder } from "../processes/store-folder.ts";
import { findPieces } from "./find-pieces.ts";

const canary = `CANARY-${randomBytes(24).toString("base64url")}`;
const key = randomBytes(32).toString("base64");

/** All that printing, logging and serialising show of something. */
function shown(thing: unknown): Buffer {
  const texts = [
    inspect(thing, { showHidden: true, depth: Infinity }),
    inspect(thing, { showHidden: true, depth: Infinity, customInspect: false }),
    JSON.stringify(thing),
    String(thing),
    thing instanceof Error ? thing.stack : "",
    thing instanceof Error ? inspect(thing.cause, { showHidden: true, depth: Infinity }) : "",
  ];
  return Buffer.from(texts.join("\n"));
}

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error("it did not fail");
}

describe("a key, a passphrase or a value is not shown", () => {
  it.each([
    ["key", { key }, key],
    ["passphrase", { passphrase: canary }, canary],
  ])(
    "by a manager whose %s is in its configuration",
    async (_what, source, hidden) => {
      await using folder = await StoreFolder.make();
      await using manager = new LocalSecretsManager(
        { file: folder.file, ...source },
        { environment: {} },
      );
      await manager.registerSecret(arbitrarySchema.create("db", { password: `${canary}!` }));
      for (const thing of [manager, manager.config, { ...manager.config }]) {
        expect(findPieces(shown(thing), hidden)).toEqual([]);
        expect(findPieces(shown(thing), canary)).toEqual([]);
      }
    },
    20_000,
  );

  it.each([
    ["a key that is none", { key: canary }, {}],
    ["a key in the environment that is none", {}, { KEYKIST_KEY: canary }],
  ])("by the error for %s", async (_what, source, environment) => {
    await using folder = await StoreFolder.make();
    await using manager = new LocalSecretsManager(
      { file: folder.file, ...source },
      { environment },
    );
    const error = await errorOf(manager.getAllSecretKeys());
    expect(KeykistError.is(error, "INVALID_CONFIG")).toBe(true);
    expect(findPieces(shown(error), canary)).toEqual([]);
  });

  it("by errors of a damaged store, and of one that another key opens", async () => {
    await using folder = await StoreFolder.make();
    const open = (given: string): LocalSecretsManager =>
      new LocalSecretsManager({ file: folder.file, key: given }, { environment: {} });
    const secret = arbitrarySchema.create("db", { password: canary });
    {
      await using manager = open(key);
      await manager.registerSecret(secret);
    }
    const other = randomBytes(32).toString("base64");
    await using stranger = open(other);
    const errors = [await errorOf(stranger.updateSecret(secret))];
    const database = new DatabaseSync(folder.file);
    database.exec("UPDATE secret SET sealed = x'00'");
    await using manager = open(key);
    errors.push(await errorOf(manager.getSecret("db")));
    database.exec("DROP TABLE secret");
    database.close();
    errors.push(await errorOf(manager.updateSecret(secret)));
    for (const error of errors) {
      expect(KeykistError.is(error)).toBe(true);
      for (const hidden of [canary, key, other]) {
        expect(findPieces(shown(error), hidden)).toEqual([]);
      }
    }
  });

  it("by a diagnostic report of Node, which holds no heap", async () => {
    await using folder = await StoreFolder.make();
    await using manager = new LocalSecretsManager({ file: folder.file, key }, { environment: {} });
    await manager.registerSecret(arbitrarySchema.create("db", { password: canary }));
    await manager.getSecret("db");
    const report = Buffer.from(JSON.stringify(process.report.getReport()));
    expect(report.length).toBeGreaterThan(1000);
    expect(findPieces(report, canary)).toEqual([]);
    expect(findPieces(report, key)).toEqual([]);
  }, 20_000);
});
