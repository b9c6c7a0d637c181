import { contentText, type RecordedOperation, type SecretEntries } from "./history.ts";

/** A state of one secret, by the numbers of its entries and of its revision. */
export interface SecretState {
  /** {@link ABSENT} where there is no such secret. */
  readonly entries: number;
  /** {@link UNTOLD} where a write without an answer made it: the first who sees it tells. */
  readonly revision: number;
}

/** The number of no entries at all: there is no such secret. */
export const ABSENT = -1;
/** The number of a revision that nobody has been told yet. */
export const UNTOLD = -1;

/** How a secret begins. */
export const NOTHING: SecretState = { entries: ABSENT, revision: UNTOLD };

/**
 * An operation with its answer, as what it says of the state that it met, and what it made of it. This is
 * the sequential specification of a secret: what is right where one operation follows the other.
 */
export interface Transition {
  /** Whether it met a secret, or none. */
  readonly met: "present" | "absent";
  /** The entries that it met, where it tells. */
  readonly entries?: number | undefined;
  /** The revision that it met, where it tells. */
  readonly revision?: number | undefined;
  /** A revision that it did not meet. */
  readonly otherThan?: number | undefined;
  /** What it made. */
  readonly makes: SecretState | "no change";
}

/** Gives entries and revisions numbers: the same number for the same thing. */
export class Numbering {
  readonly #entries = new Map<string, number>();
  readonly #revisions = new Map<string, number>();

  entries(entries: SecretEntries): number {
    return numberOf(this.#entries, contentText(entries));
  }

  revision(revision: string): number {
    return numberOf(this.#revisions, revision);
  }
}

function numberOf(numbers: Map<string, number>, text: string): number {
  const number = numbers.get(text) ?? numbers.size;
  numbers.set(text, number);
  return number;
}

/** What an operation says and does; `undefined` where no state explains its answer. */
export function transitionOf(
  { action, answer }: RecordedOperation,
  numbering: Numbering,
): Transition | undefined {
  const guard =
    "ifRevision" in action && action.ifRevision !== undefined
      ? numbering.revision(action.ifRevision)
      : undefined;
  switch (answer.kind) {
    case "absent":
      return action.kind === "register" ? undefined : { met: "absent", makes: "no change" };
    case "exists":
      return action.kind === "register" ? { met: "present", makes: "no change" } : undefined;
    case "conflict":
      return guard === undefined
        ? undefined
        : { met: "present", otherThan: guard, makes: "no change" };
    case "shown":
      if (action.kind !== "read") return undefined;
      return {
        met: "present",
        entries: answer.entries && numbering.entries(answer.entries),
        revision: answer.revision === undefined ? undefined : numbering.revision(answer.revision),
        makes: "no change",
      };
    case "deleted":
      return action.kind === "delete"
        ? { met: "present", revision: guard, makes: NOTHING }
        : undefined;
    case "written":
    case "unknown": {
      if (action.kind === "read") return undefined;
      if (action.kind === "delete") {
        return answer.kind === "unknown"
          ? { met: "present", revision: guard, makes: NOTHING }
          : undefined;
      }
      if (action.entries === undefined) return undefined;
      if (action.kind === "modify" && action.saw === undefined) return undefined;
      return {
        met: action.kind === "register" ? "absent" : "present",
        entries:
          action.kind === "modify" && action.saw !== undefined
            ? numbering.entries(action.saw)
            : undefined,
        revision: guard,
        makes: {
          entries: numbering.entries(action.entries),
          revision: answer.kind === "written" ? numbering.revision(answer.revision) : UNTOLD,
        },
      };
    }
  }
}

/** A state, and the revisions that have been the secret's so far, as bits. */
export interface SecretMoment {
  readonly state: SecretState;
  readonly spent: bigint;
}

/** What an operation leaves of a moment; `undefined` where it could not have been answered so. */
export function applied(
  { state, spent }: SecretMoment,
  { met, entries, revision, otherThan, makes }: Transition,
): SecretMoment | undefined {
  if ((state.entries === ABSENT) !== (met === "absent")) return undefined;
  if (entries !== undefined && entries !== state.entries) return undefined;
  // Who was given the revision to guard with was told it by somebody who saw it: it cannot be one untold.
  if (otherThan !== undefined && otherThan === state.revision) return undefined;
  let told = state;
  let now = spent;
  if (revision !== undefined && revision !== state.revision) {
    if (state.revision !== UNTOLD || isSpent(spent, revision)) return undefined;
    told = { entries: state.entries, revision };
    now = spend(spent, revision);
  }
  if (makes === "no change") return { state: told, spent: now };
  if (makes.revision === UNTOLD) return { state: makes, spent: now };
  // A revision is never used twice, also not after delete and register.
  if (isSpent(now, makes.revision)) return undefined;
  return { state: makes, spent: spend(now, makes.revision) };
}

function isSpent(spent: bigint, revision: number): boolean {
  return (spent & bit(revision)) !== 0n;
}

function spend(spent: bigint, revision: number): bigint {
  return spent | bit(revision);
}

/** The bit of a number. */
export function bit(number: number): bigint {
  return 1n << BigInt(number);
}
