import type { RecordSummary } from "@keykist/core";
import type { MemorySecret, MemoryStore } from "@keykist/core/memory";

/** Secrets that one page of the memory manager's listing holds. */
export const PAGE = 100;

/** The paths that begin with a prefix, sorted. */
export function pathsOf({ secrets }: MemoryStore, prefix: string): string[] {
  return [...secrets.keys()].filter((path) => path.startsWith(prefix)).toSorted();
}

/** A secret as the memory manager lists it. */
export function summaryOf(
  path: string,
  { type, owned, createdAt, current }: MemorySecret,
): RecordSummary {
  return { path, type, owned, createdAt, revision: current.revision, updatedAt: current.at };
}
