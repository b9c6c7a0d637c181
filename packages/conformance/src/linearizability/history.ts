import type { Revision } from "@keykist/core";

/** The entries of a secret, which a read must show whole. */
export type SecretEntries = Readonly<Record<string, string>>;

/** What a client asked for, of one secret. */
export type SecretAction =
  | { readonly kind: "register"; readonly entries: SecretEntries }
  | {
      readonly kind: "update";
      readonly entries: SecretEntries;
      readonly ifRevision?: Revision | undefined;
    }
  /** `saw` is what the change was handed last, `entries` what it answered to that; neither where it was never called. */
  | {
      readonly kind: "modify";
      readonly saw?: SecretEntries | undefined;
      readonly entries?: SecretEntries | undefined;
    }
  | { readonly kind: "delete"; readonly ifRevision?: Revision | undefined }
  | { readonly kind: "read" };

/** What a client was answered. */
export type SecretAnswer =
  /** Registered, updated or modified. */
  | { readonly kind: "written"; readonly revision: Revision }
  | { readonly kind: "deleted" }
  /** What a read showed; a description or a listing shows the revision only. */
  | {
      readonly kind: "shown";
      readonly entries?: SecretEntries | undefined;
      readonly revision?: Revision | undefined;
    }
  | { readonly kind: "exists" }
  | { readonly kind: "absent" }
  | { readonly kind: "conflict" }
  /** A write without an answer: it took effect at any time after it was asked for, also later, or never. */
  | { readonly kind: "unknown" };

/**
 * One operation of a history, as its client saw it: when it was invoked, when it returned, and with
 * what. An operation on several secrets is one for each, of the same time. What is known to have had no
 * effect, and says nothing of the secret (a write that was refused for its size), is not part of a history.
 */
export interface RecordedOperation {
  readonly client: string;
  readonly secret: string;
  readonly action: SecretAction;
  readonly answer: SecretAnswer;
  /** Logical times: what returned at a smaller number than another was invoked at, was before it. */
  readonly invoked: number;
  readonly returned: number;
}

/** Whether an operation changed its secret, or may have. */
export function isWrite({ action, answer }: RecordedOperation): boolean {
  return (
    action.kind !== "read" &&
    (answer.kind === "written" || answer.kind === "deleted" || answer.kind === "unknown")
  );
}

/**
 * The same operation, under a promise that is weaker: what it saw may be the state of any earlier time.
 * For managers with `readAfterWrite: "eventual"`.
 */
export function lagging(operation: RecordedOperation): RecordedOperation {
  return isWrite(operation) ? operation : { ...operation, invoked: Number.NEGATIVE_INFINITY };
}

/** The same text for the same entries, and for no others. */
export function contentText(entries: SecretEntries): string {
  return JSON.stringify(Object.entries(entries).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whether two writes of one secret were under way at the same time. */
export function hasOverlappingWrites(history: readonly RecordedOperation[]): boolean {
  const writes = history
    .filter((operation) => isWrite(operation))
    .toSorted((a, b) => a.invoked - b.invoked);
  const latest = new Map<string, number>();
  for (const { secret, invoked, returned } of writes) {
    const before = latest.get(secret);
    if (before !== undefined && invoked < before) return true;
    latest.set(secret, Math.max(before ?? returned, returned));
  }
  return false;
}
