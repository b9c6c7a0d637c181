import type { ConformanceBackend, ConformanceHarness } from "./harness.ts";

/** What a harness failed to do, which says nothing of the flavor. */
export class HarnessError extends Error {
  constructor(flavor: string, what: string, cause: unknown) {
    const why = cause instanceof Error ? `: ${cause.message}` : "";
    super(`the harness of ${JSON.stringify(flavor)} could not ${what}${why}`, { cause });
    this.name = "HarnessError";
  }
}

/**
 * Opens a backend.
 *
 * @throws HarnessError where the harness does not
 */
export async function openBackend(harness: ConformanceHarness): Promise<ConformanceBackend> {
  try {
    return await harness.open();
  } catch (error) {
    throw new HarnessError(harness.flavor, "open a backend", error);
  }
}
