import { LocalStoreError } from "./local-store-error.ts";
import type { OpenStore } from "./open-store.ts";
import { headerText } from "./stored-header.ts";

/** Fails as `rekeyed` where the store was given another key since it was opened. */
export function assertSameKey({ database, headerText: known }: OpenStore): void {
  if (headerText(database) === known) return;
  throw new LocalStoreError(
    "rekeyed",
    "the store was given another key while it was open",
    "try again",
  );
}

/** Does work that reads; what looks damaged may be sealed under a newer key, and then this fails as `rekeyed`. */
export function underSameKey<T>(store: OpenStore, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof LocalStoreError && error.problem === "damaged") assertSameKey(store);
    throw error;
  }
}
