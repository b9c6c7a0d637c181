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

/** The error codes of runtimes without `node:sqlite`. */
const missing: ReadonlySet<unknown> = new Set([
  "ERR_UNKNOWN_BUILTIN_MODULE",
  "ERR_MODULE_NOT_FOUND",
]);

/** The runtime and its version: `Node (v22.13.0)`. */
function currentRuntime(): string {
  const { bun, deno } = process.versions;
  if (bun !== undefined) return `Bun (${bun})`;
  return deno === undefined ? `Node (${process.version})` : `Deno (${deno})`;
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
    if (!missing.has(Reflect.get(Object(error), "code"))) throw error;
    throw new LocalStoreError(
      "old-node",
      `this ${currentRuntime()} has no SQLite`,
      "run it with Node 22.13, Bun 1.4.5 or Deno 2.9.6, or a later version",
    );
  } finally {
    if (process.emitWarning === quiet) Reflect.set(process, "emitWarning", original);
  }
}
