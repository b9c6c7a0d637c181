import type { Classification } from "@keykist/core";

/** What the database's driver throws, with the states of SQL. */
export class RowsError extends Error {
  override readonly name: string = "RowsError";
  readonly code: string;

  constructor(code: string) {
    super(`the database answered ${code}`);
    this.code = code;
  }
}

export const rowsTable: ReadonlyMap<string, Classification> = new Map([
  ["28000", { code: "UNAUTHENTICATED", retry: "never", outcome: "not_applied" }],
  ["42501", { code: "PERMISSION_DENIED", retry: "never", outcome: "not_applied" }],
  ["53300", { code: "THROTTLED", retry: "safe", outcome: "not_applied" }],
  ["08006", { code: "UNAVAILABLE", retry: "safe" }],
]);
