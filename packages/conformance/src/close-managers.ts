import type { SecretsManager } from "@keykist/core";

/** How long the managers of a case may take to close. Work that a case leaves hanging on purpose never ends. */
const CLOSING_MS = 50;

/**
 * Closes the managers of a case, and waits until they are closed. A manager that still has work after 50 ms goes on
 * closing by itself, so that it cannot hold up the next case.
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
