import type { RecordedOperation } from "./history.ts";
import { ABSENT, Numbering, type Transition, transitionOf } from "./secret-specification.ts";

/** An operation, and what it says of the states before and after it. */
export interface Entry {
  readonly operation: RecordedOperation;
  readonly transition: Transition;
}

/** A write without an answer, with a number of its own. */
export interface NumberedEntry extends Entry {
  readonly number: number;
}

/** The operations on one secret as a search for an order needs them. */
export interface PreparedHistory {
  /** Answered operations, by their returns. */
  readonly answered: readonly Entry[];
  /** Writes without an answer, by their invocations: those that do the same, and so need not be told apart, together. */
  readonly unanswered: readonly (readonly NumberedEntry[])[];
  /** Writes that may have taken effect any number of times. */
  readonly repeatable: readonly Entry[];
  /** For each return, the answered operations that were under way then, by their numbers. */
  readonly underWay: readonly (readonly number[])[];
  /** An operation that no state explains, if there is one. */
  readonly absurd: RecordedOperation | undefined;
}

/**
 * Makes operations on one secret ready for a search.
 *
 * @param repeatable writes that may have taken effect any number of times after they were invoked, or never
 */
export function prepared(
  operations: readonly RecordedOperation[],
  repeatable: readonly RecordedOperation[],
): PreparedHistory {
  const numbering = new Numbering();
  const byReturn = operations
    .filter((each) => !isUnanswered(each))
    .toSorted((a, b) => a.returned - b.returned);
  const byInvocation = operations
    .filter((each) => isUnanswered(each))
    .toSorted((a, b) => a.invoked - b.invoked);
  const answered = entriesOf(byReturn, numbering);
  return {
    answered,
    unanswered: alike(entriesOf(byInvocation, numbering), answered),
    repeatable: entriesOf(repeatable, numbering),
    underWay: underWayAtReturns(byReturn),
    absurd: byReturn.find((each) => transitionOf(each, numbering) === undefined),
  };
}

function isUnanswered({ answer }: RecordedOperation): boolean {
  return answer.kind === "unknown";
}

/** For each return, the numbers of the operations that were under way then, itself first. */
function underWayAtReturns(byReturn: readonly RecordedOperation[]): readonly (readonly number[])[] {
  const byInvocation = [...byReturn.entries()].toSorted(([, a], [, b]) => a.invoked - b.invoked);
  let open: readonly number[] = [];
  let begun = 0;
  return byReturn.map(({ returned }, position) => {
    const before = begun;
    while ((byInvocation[begun]?.[1].invoked ?? Number.POSITIVE_INFINITY) <= returned) begun += 1;
    const fresh = byInvocation.slice(before, begun).map(([index]) => index);
    open = [...open, ...fresh].filter((index) => index >= position).toSorted((a, b) => a - b);
    return open;
  });
}

function entriesOf(operations: readonly RecordedOperation[], numbering: Numbering): Entry[] {
  return operations.flatMap((operation) => {
    const transition = transitionOf(operation, numbering);
    return transition === undefined ? [] : [{ operation, transition }];
  });
}

/** The number of all contents that nobody is shown. */
const UNSEEN = -2;

/** Puts together what does the same, the earliest first. */
function alike(
  unanswered: readonly Entry[],
  answered: readonly Entry[],
): readonly (readonly NumberedEntry[])[] {
  const seen = new Set([...unanswered, ...answered].map(({ transition }) => transition.entries));
  const entries = unanswered.map(({ operation, transition }, number): NumberedEntry => {
    const { makes } = transition;
    if (makes === "no change" || makes.entries === ABSENT || seen.has(makes.entries))
      return { operation, transition, number };
    const unseen = { ...transition, makes: { ...makes, entries: UNSEEN } };
    return { operation, transition: unseen, number };
  });
  return [...Map.groupBy(entries, ({ transition }) => JSON.stringify(transition)).values()];
}
