import type { Answer, SmallStore } from "./small-store.ts";

/** What a damaged store may say where it does not answer rightly. */
const honest: ReadonlySet<string> = new Set(["CORRUPT", "SECRET_NOT_FOUND", "REVISION_NOT_FOUND"]);

/** What was made of a store's answers. */
export interface Verdict {
  /** How often which answer was given: `right`, or a code. */
  readonly counts: ReadonlyMap<string, number>;
  /** Questions whose answers are wrong, and so must never be given. */
  readonly wrong: readonly string[];
  /** Whether something is said not to be there that is. */
  readonly missing: boolean;
}

/**
 * Judges the answers of a damaged store: each has to be the right one, or an honest code. A list may lack what the
 * index does not lead to any more; it never shows what was not there.
 */
export function judge(
  store: SmallStore,
  answers: ReadonlyMap<string, Answer>,
  alsoHonest: readonly string[] = [],
): Verdict {
  const counts = new Map<string, number>();
  const wrong: string[] = [];
  let missing = false;
  for (const [question, answer] of answers) {
    const given = verdictOn(store.answers.get(question), answer);
    counts.set(given, (counts.get(given) ?? 0) + 1);
    if (given.endsWith("NOT_FOUND") || given === "shorter") missing = true;
    const fair = given === "right" || given === "shorter" || honest.has(given);
    if (!fair && !alsoHonest.includes(given))
      wrong.push(`${question}: ${given} ${"code" in answer ? answer.message : ""}`);
  }
  return { counts, wrong, missing };
}

function verdictOn(expected: Answer | undefined, answer: Answer): string {
  if ("code" in answer) return answer.code;
  if (expected === undefined || "code" in expected) return "an answer where there is none";
  const left = [...expected.items];
  for (const item of answer.items) {
    const at = left.indexOf(item);
    if (at === -1) return `wrong: ${item}`;
    left.splice(0, at + 1);
  }
  return answer.items.length === expected.items.length ? "right" : "shorter";
}
