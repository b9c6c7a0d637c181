/*
 * Errors of node:sqlite carry SQLite's extended result code as `errcode`
 * (https://www.sqlite.org/rescode.html); its low byte is the primary code.
 */

const PRIMARY = 0xff;
export const BUSY = 5;
export const LOCKED = 6;
export const READONLY = 8;

/**
 * How the messages of SQLite begin (`sqlite3_errstr`), each with its primary code. Deno leaves out `errcode` where a
 * database is opened or a statement is prepared. A message that is not here belongs to SQLITE_ERROR.
 */
const messages: readonly (readonly [string, number])[] = [
  ["access permission denied", 3],
  ["database is locked", BUSY],
  ["database table is locked", LOCKED],
  ["database schema is locked", LOCKED],
  ["out of memory", 7],
  ["attempt to write a readonly database", READONLY],
  ["disk I/O error", 10],
  ["database disk image is malformed", 11],
  ["malformed database schema", 11],
  ["database or disk is full", 13],
  ["unable to open database file", 14],
  ["locking protocol", 15],
  ["large file support is disabled", 22],
  ["file is not a database", 26],
];

const ERROR = 1;

/** SQLite's extended result code, or the primary code where the runtime gives no more; `undefined` for other errors. */
export function resultCode(error: unknown): number | undefined {
  const code: unknown = Reflect.get(Object(error), "errcode");
  if (typeof code === "number") return code;
  if (Reflect.get(Object(error), "code") !== "ERR_SQLITE_ERROR") return undefined;
  const message = error instanceof Error ? error.message : "";
  return messages.find(([beginning]) => message.startsWith(beginning))?.[1] ?? ERROR;
}

/** SQLite's primary result code; `undefined` for errors of something else. */
export function primaryCode(error: unknown): number | undefined {
  const code = resultCode(error);
  return code === undefined ? undefined : code & PRIMARY;
}
