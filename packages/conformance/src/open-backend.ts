import { KeykistError } from "@keykist/core";
import type { ConformanceBackend, ConformanceHarness } from "./harness.ts";

/**
 * Opens a backend.
 *
 * @throws KeykistError `INVALID_CONFIG`, which names the harness, if its `open` fails. That says nothing about the flavor
 */
export async function openBackend(harness: ConformanceHarness): Promise<ConformanceBackend> {
  try {
    return await harness.open();
  } catch (error) {
    const flavor = JSON.stringify(harness.flavor);
    throw new KeykistError(
      "INVALID_CONFIG",
      `the harness of ${flavor} could not open a backend (${kindOf(error)})`,
      { cause: error, hint: "start what the harness's open() needs, or correct it" },
    );
  }
}

/** The class of an error and its system code. Its message may quote a connection string, and stays in the cause. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return "not an error";
  const code: unknown = Reflect.get(error, "code");
  return typeof code === "string" ? `${error.name}, ${code}` : error.name;
}
