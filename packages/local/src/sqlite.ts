import type * as Sqlite from "node:sqlite";
import { LocalStoreError } from "./local-store-error.ts";

/** The module `node:sqlite`. */
export type SqliteModule = typeof Sqlite;

let loading: Promise<SqliteModule> | undefined;

/**
 * Loads `node:sqlite` on first use. On the Nodes that still call it experimental its warning is
 * kept from the user, who did not choose it; every other warning passes.
 */
export function loadSqlite(): Promise<SqliteModule> {
  loading ??= importQuietly().finally(() => {
    loading = undefined;
  });
  return loading;
}

async function importQuietly(): Promise<SqliteModule> {
  const original: unknown = Reflect.get(process, "emitWarning");
  const quiet = (warning: string | Error, ...rest: readonly unknown[]): void => {
    const text = warning instanceof Error ? warning.message : warning;
    const [second] = rest;
    const type: unknown = typeof second === "string" ? second : Reflect.get(Object(second), "type");
    if (type === "ExperimentalWarning" && text.startsWith("SQLite ")) return;
    if (typeof original === "function") Reflect.apply(original, process, [warning, ...rest]);
  };
  process.emitWarning = quiet;
  try {
    return await import("node:sqlite");
  } catch (error) {
    if (Reflect.get(Object(error), "code") !== "ERR_UNKNOWN_BUILTIN_MODULE") throw error;
    throw new LocalStoreError(
      "old-node",
      `this Node (${process.version}) has no SQLite`,
      "run it with Node 22.13 or later",
    );
  } finally {
    if (process.emitWarning === quiet) Reflect.set(process, "emitWarning", original);
  }
}
