import { type Call, KeykistError, type Operation, type WriteOutcome } from "@keykist/core";
import { MemoryBackendError } from "@keykist/core/memory";

/** Makes a step more, which changes nothing that anyone reads; `refused` is called where the backend refuses it. */
export async function label<T>(
  call: Call,
  step: string,
  refused: () => T | Promise<T>,
): Promise<T | undefined> {
  try {
    await call.step(step, () => undefined);
    return undefined;
  } catch (error) {
    if (!(error instanceof MemoryBackendError) || error.fault !== "denied") throw error;
    return refused();
  }
}

/** The error of an operation that was refused, with what it says of its outcome. */
export function refusal(operation: Operation, outcome: WriteOutcome): KeykistError {
  return new KeykistError("PERMISSION_DENIED", "permission to label is missing", {
    operation,
    outcome,
    retry: "never",
  });
}
