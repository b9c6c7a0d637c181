import type { Classification } from "../manager/flavor-contract.ts";

/** How a memory backend can fail. It never does by itself; tests make it. */
export type MemoryFault = "denied" | "unauthenticated" | "throttled" | "unavailable" | "corrupt";

/** An error of a memory backend, as an SDK would throw it. For tests. */
export class MemoryBackendError extends Error {
  readonly fault: MemoryFault;

  constructor(fault: MemoryFault, message: string = fault) {
    super(message);
    this.name = "MemoryBackendError";
    this.fault = fault;
  }
}

const table: Readonly<Record<MemoryFault, Classification>> = {
  denied: { code: "PERMISSION_DENIED", retry: "never", outcome: "not_applied" },
  unauthenticated: { code: "UNAUTHENTICATED", retry: "never", outcome: "not_applied" },
  throttled: { code: "THROTTLED", retry: "safe", outcome: "not_applied" },
  unavailable: { code: "UNAVAILABLE", retry: "safe" },
  corrupt: { code: "CORRUPT", retry: "never" },
};

/** What an error of the memory backend means; `undefined` for any other error. */
export function classifyMemoryError(error: unknown): Classification | undefined {
  return error instanceof MemoryBackendError ? table[error.fault] : undefined;
}
