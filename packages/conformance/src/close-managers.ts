import type { SecretsManager } from "@keykist/core";

/** How long the managers of a case may take to close. What a case leaves hanging on purpose takes for ever. */
const CLOSING_MS = 50;

/**
 * Closes the managers of a case, and waits until they are closed. Those that still have work under way after 50 ms
 * go on closing by themselves: they must not hold the next case.
 */
export async function closeManagers(managers: readonly SecretsManager[]): Promise<void> {
  const closing = managers.map(async (manager) => manager.close());
  const closed = Promise.allSettled(closing);
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, CLOSING_MS);
  try {
    await Promise.race([closed, late]);
  } finally {
    clearTimeout(timer);
  }
}
