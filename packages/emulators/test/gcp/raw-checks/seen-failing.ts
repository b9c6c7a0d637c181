import { AssertionError } from "node:assert/strict";
import { status } from "@grpc/grpc-js";

/** What is seen where a check wants a call to be refused, and it is not. */
export const NOT_REFUSED = "it was not refused";

/** What a check saw that failed: what was there in place of what it expects, or the name of an error's status. */
export function seenFailing(failure: unknown): unknown {
  if (failure instanceof AssertionError)
    return failure.message === "Missing expected rejection." ? NOT_REFUSED : failure.actual;
  const code: unknown = failure instanceof Error ? Reflect.get(failure, "code") : undefined;
  if (typeof code !== "number") throw failure;
  return status[code];
}
