import type { Classification } from "@keykist/core";

/** What the service answers when it does not do what it was asked to; 0 is no answer at all. */
export class ShelfError extends Error {
  override readonly name: string = "ShelfError";
  readonly status: number;

  constructor(status: number) {
    super(`the shelf answered ${status}`);
    this.status = status;
  }
}

/** A document that says it is keykist's, and is not what keykist writes. */
export class DamagedDocumentError extends Error {
  override readonly name: string = "DamagedDocumentError";
}

export const shelfTable: ReadonlyMap<number, Classification> = new Map([
  [0, { code: "UNAVAILABLE", retry: "safe" }],
  [401, { code: "UNAUTHENTICATED", retry: "never", outcome: "not_applied" }],
  [403, { code: "PERMISSION_DENIED", retry: "never", outcome: "not_applied" }],
  [404, { code: "SECRET_NOT_FOUND", retry: "never", outcome: "not_applied" }],
  [412, { code: "REVISION_CONFLICT", retry: "never", outcome: "not_applied" }],
  [429, { code: "THROTTLED", retry: "safe", outcome: "not_applied" }],
  [503, { code: "UNAVAILABLE", retry: "safe" }],
]);

/** Whether an error is the service's answer of this status. */
export function isStatus(error: unknown, status: number): boolean {
  return error instanceof ShelfError && error.status === status;
}
