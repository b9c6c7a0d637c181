/*
 * Checks the return values of a flavor's hooks before they are used. A defect of a flavor is reported
 * by the hook's name, so that its author finds it. Passed on, it would look like a defect of keykist.
 */
import { KeykistError } from "../errors/keykist-error.ts";
import { isSchemaType } from "../secrets/grammar.ts";
import type {
  HistoryEntry,
  ReadManyAnswer,
  RecordSummary,
  Refusal,
  RemoveManyAnswer,
  StoredRecord,
  Wanted,
} from "./flavor-contract.ts";

/** The refusals that every write to an existing secret can return. */
export const refusals: readonly Refusal["kind"][] = ["absent", "conflict", "not_owned"];

/** The error for a return value that no correct flavor returns. */
function defect(hook: string, what: string): KeykistError {
  return new KeykistError("UNKNOWN", `defect of the flavor: ${hook} returned ${what}`, {
    hint: "report it to the maintainers of the flavor",
  });
}

/**
 * Checks a record that a hook returned.
 *
 * @throws KeykistError `UNKNOWN`
 */
export function checkedRecord(stored: StoredRecord, hook: string, wanted: Wanted): StoredRecord {
  const problem = recordProblem(stored, wanted);
  if (problem !== undefined) throw defect(hook, problem);
  return stored;
}

function recordProblem(stored: StoredRecord, wanted: Wanted): string | undefined {
  const { type, owned, entries, keys } = stored;
  if (typeof owned !== "boolean") return "a record that does not say whether it is owned";
  if (type === undefined ? owned : !isSchemaType(type))
    return "a record without a valid schema type";
  // An `instanceof` would refuse a map of another realm.
  if (Object.prototype.toString.call(entries) !== "[object Map]" || !areTexts(entries))
    return "a record whose entries are not a map of strings";
  // A whole secret that came in part would be written back in part.
  if (wanted.keys === undefined && keys !== undefined && keys.length !== entries.size)
    return "only some of the entries, though all were wanted";
  return momentProblem(stored);
}

function areTexts(entries: ReadonlyMap<unknown, unknown>): boolean {
  for (const [key, value] of entries) {
    if (typeof key !== "string" || typeof value !== "string") return false;
  }
  return true;
}

/** Returns what is wrong with the revision and the times of a committed state. */
function momentProblem(state: {
  readonly revision?: unknown;
  readonly createdAt?: unknown;
  readonly updatedAt?: unknown;
}): string | undefined {
  if (!isText(state.revision)) return "no revision";
  return isTime(state.createdAt) && isTime(state.updatedAt)
    ? undefined
    : "a time that is not a valid Date";
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** Reports whether a time is valid or unknown. It is never compared with the local clock, which may be wrong. */
function isTime(time: unknown): boolean {
  if (time === undefined) return true;
  return Object.prototype.toString.call(time) === "[object Date]" && Number.isFinite(Number(time));
}

/** The outcomes of a write that committed a state. */
const takenEffect: ReadonlySet<unknown> = new Set(["created", "replaced", "adopted", "restored"]);

/**
 * Checks the outcome that a write returned.
 *
 * @throws KeykistError `UNKNOWN`
 */
export function checkedOutcome<Outcome extends { readonly kind: string }>(
  outcome: Outcome,
  hook: string,
  kinds: readonly Outcome["kind"][],
): Outcome {
  const kind: unknown = Reflect.get(Object(outcome), "kind");
  if (!kinds.some((known) => known === kind)) throw defect(hook, "an outcome that is not its own");
  if (takenEffect.has(kind) && !isText(Reflect.get(outcome, "revision")))
    throw defect(hook, "no revision");
  if (kind === "type_mismatch" && !isText(Reflect.get(outcome, "storedType")))
    throw defect(hook, "a mismatch without the type that is stored");
  return outcome;
}

/**
 * Checks the states of a history.
 *
 * @throws KeykistError `UNKNOWN`
 */
export function checkedHistory(
  entries: readonly HistoryEntry[],
  hook: string,
): readonly HistoryEntry[] {
  if (entries.length === 0) throw defect(hook, "an empty history of a secret that exists");
  const revisions = new Set<string>();
  for (const entry of entries) {
    const problem = momentProblem(entry);
    if (problem !== undefined) throw defect(hook, problem);
    if (revisions.has(entry.revision)) throw defect(hook, "one revision twice");
    revisions.add(entry.revision);
  }
  return entries;
}

/**
 * Checks a secret of a listing.
 *
 * @throws KeykistError `UNKNOWN`
 */
export function checkedSummary(
  summary: RecordSummary,
  hook: string,
  wanted: Wanted,
): RecordSummary {
  if (typeof summary.path !== "string") throw defect(hook, "a secret without its path");
  if (wanted.summaries === "paths" || summary.owned === false) return summary;
  if (!isSchemaType(summary.type)) throw defect(hook, "a secret without a valid schema type");
  const problem = momentProblem(summary);
  if (problem !== undefined) throw defect(hook, problem);
  return summary;
}

/** Checks one result of a batch. A defect becomes the error of its secret and leaves the others alone. */
export function checkedReading(
  answer: ReadManyAnswer,
  hook: string,
  wanted: Wanted,
): ReadManyAnswer {
  if ("error" in answer || answer.record === undefined) return answer;
  const problem = recordProblem(answer.record, wanted);
  return problem === undefined ? answer : { path: answer.path, error: defect(hook, problem) };
}

/** Checks one result of a removal of many in the same way. */
export function checkedRemoval(answer: RemoveManyAnswer, hook: string): RemoveManyAnswer {
  if ("error" in answer) return answer;
  try {
    return { ...answer, outcome: checkedOutcome(answer.outcome, hook, ["removed", ...refusals]) };
  } catch (error) {
    return { path: answer.path, error };
  }
}
