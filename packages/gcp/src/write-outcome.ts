import { classifyGcpError } from "./errors.ts";
import { WriteFailure } from "./errors/write-failure.ts";
import type { LogWriter } from "./manifest-log/log-writer.ts";

/**
 * Runs a write up to its commit. If it fails while none of its manifests can have landed, it was not applied. Values and
 * labels may have been written before, but nobody reads them through keykist.
 */
export async function runUntilCommit<T>(writer: LogWriter, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw writer.mayHaveCommitted ? error : notApplied(error);
  }
}

/** The same error, marked as not applied. An unknown error stays as it is, since nobody vouches for its words. */
export function notApplied(error: unknown): unknown {
  const isKnown = classifyGcpError(error, { step: undefined }) !== undefined;
  return isKnown ? new WriteFailure(error, "not_applied") : error;
}
