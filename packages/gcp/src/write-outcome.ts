import { classifyGcpError } from "./errors.ts";
import { WriteFailure } from "./errors/write-failure.ts";
import type { LogWriter } from "./manifest-log/log-writer.ts";

/**
 * Does a write up to its commit. What fails while no manifest of it can have landed was not applied, though values and
 * labels may have been written before: nobody reads them through keykist.
 */
export async function runUntilCommit<T>(writer: LogWriter, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw writer.mayHaveCommitted ? error : notApplied(error);
  }
}

/** The same error, of a write that was not applied. One that nobody knows stays as it is: its words are not vouched for. */
export function notApplied(error: unknown): unknown {
  const isKnown = classifyGcpError(error, { step: undefined }) !== undefined;
  return isKnown ? new WriteFailure(error, "not_applied") : error;
}
