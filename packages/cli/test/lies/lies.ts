import type { Capabilities, Limits } from "@keykist/core";
import type { HumbleFlavor, Lie } from "./humble-harness.ts";
import { SHELF_LIMITS } from "./shelf.ts";

/** A claim that can be false. */
export type Claim = Exclude<keyof Capabilities, "limits"> | `limits.${keyof Limits}`;

/** A claim that a flavor cannot keep. */
export interface ToldLie {
  /** Whose claims are true but for this one. */
  readonly flavor: HumbleFlavor;
  readonly lie: Lie;
  /** A case that is there for this claim. */
  readonly caught: string;
}

/** For each claim, every way to say more of the flavor than is true. */
export const lies: Readonly<Record<Claim, readonly ToldLie[]>> = {
  exclusiveCreate: (["cooperative", "server"] as const).map((exclusiveCreate) => ({
    flavor: "humble",
    lie: { exclusiveCreate },
    caught: "capabilities/exclusive-create",
  })),
  guardedUpdate: (["cooperative", "server"] as const).map((guardedUpdate) => ({
    flavor: "humble",
    lie: { guardedUpdate },
    caught: "capabilities/guarded-update",
  })),
  guardedDelete: (["cooperative", "server"] as const).map((guardedDelete) => ({
    flavor: "humble",
    lie: { guardedDelete },
    // The race of capabilities/guarded-delete is with an update that is guarded, too.
    caught: "faults/stale-delete",
  })),
  readAfterWrite: [
    { flavor: "humble", lie: { readAfterWrite: "strong" }, caught: "capabilities/strong-reads" },
  ],
  listAfterWrite: [
    { flavor: "humble", lie: { listAfterWrite: "strong" }, caught: "capabilities/strong-lists" },
  ],
  atomicUpdate: [
    { flavor: "humble", lie: { atomicUpdate: true }, caught: "capabilities/atomic-update" },
  ],
  write: [{ flavor: "reading", lie: { write: true }, caught: "contract/register-get" }],
  adopt: [{ flavor: "humble", lie: { adopt: true }, caught: "contract/adopt" }],
  history: [
    { flavor: "humble", lie: { history: "previous" }, caught: "contract/history-get" },
    { flavor: "humble", lie: { history: "full" }, caught: "contract/history-get" },
    { flavor: "remembering", lie: { history: "full" }, caught: "capabilities/history-kept" },
  ],
  deletion: [
    { flavor: "humble", lie: { deletion: "recoverable" }, caught: "contract/undelete" },
    {
      flavor: "restoring",
      lie: { deletion: "immediate" },
      caught: "capabilities/deletion-immediate",
    },
  ],
  nativeReads: (["exact", "settled"] as const).map((nativeReads) => ({
    flavor: "humble",
    lie: { nativeReads },
    caught: "native/written",
  })),
  readsById: [{ flavor: "humble", lie: { readsById: true }, caught: "capabilities/read-by-id" }],
  "limits.valueBytes": [beyond("valueBytes", "limits/value-within")],
  "limits.secretBytes": [beyond("secretBytes", "limits/secret-near")],
  "limits.keys": [beyond("keys", "limits/keys-within")],
  "limits.names": [beyond("names", "limits/name-within")],
};

/** One more than the backend takes: the smallest lie there is about a limit. */
function beyond(limit: keyof Limits, caught: string): ToldLie {
  return { flavor: "humble", lie: { limits: { [limit]: SHELF_LIMITS[limit] + 1 } }, caught };
}
