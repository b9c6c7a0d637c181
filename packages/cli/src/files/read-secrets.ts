import { arbitrarySchema, type KeykistError, type Secret } from "@keykist/core";
import type { Session } from "../session.ts";

/** Secrets that are read at once. */
const BATCH = 100;

/**
 * Reads secrets as raw strings, a batch at a time.
 *
 * @param told how many were asked for so far
 */
export async function* readSecrets(
  session: Session,
  names: readonly string[],
  told: (count: number) => void,
): AsyncGenerator<ReadonlyMap<string, Secret | KeykistError>> {
  const manager = await session.manager();
  for (let at = 0; at < names.length; at += BATCH) {
    const asked = names.slice(at, at + BATCH);
    yield await manager.getSecrets(asked, arbitrarySchema, { signal: session.signal });
    told(at + asked.length);
  }
}
