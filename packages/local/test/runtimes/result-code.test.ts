import { describe, expect, it } from "vitest";
import { classifyLocalError } from "../../src/errors.ts";

// Deno's errors have `errcode` only where a prepared statement is run, not where it is prepared or a database is opened.

describe("an error of SQLite without a result code", () => {
  it.each([
    ["database is locked", "UNAVAILABLE"],
    ["database table is locked: store", "UNAVAILABLE"],
    ["attempt to write a readonly database", "PERMISSION_DENIED"],
    ["unable to open database file: /data/secrets.db", "UNAVAILABLE"],
    ["disk I/O error", "UNAVAILABLE"],
    ["database or disk is full", "UNAVAILABLE"],
    ["database disk image is malformed", "CORRUPT"],
    ["malformed database schema (secret)", "CORRUPT"],
    ["file is not a database", "CORRUPT"],
    ["locking protocol", "UNAVAILABLE"],
    ["out of memory", "UNAVAILABLE"],
    ["no such table: secret", "CORRUPT"],
  ])("is known by its message: %s", (message, code) => {
    const error = Object.assign(new Error(message), { code: "ERR_SQLITE_ERROR" });
    expect(classifyLocalError(error)).toMatchObject({ code });
  });

  it("is not seen in an error of something else", () => {
    expect(classifyLocalError(new Error("database is locked"))).toBeUndefined();
  });
});
