import { Interrupted } from "../interrupted.ts";
import type { Session } from "../session.ts";
import { UsageError } from "../usage-error.ts";

/** What a person is asked before it is done. */
export interface Question {
  /** What is asked, with its question mark. */
  readonly question: string;
  /** What is said where the answer is no, and how it is said that nothing was done. */
  readonly declined: string;
  /** What cannot be done without an answer: `deleting prod-db`. */
  readonly deed: string;
}

/**
 * Asks before something is done that cannot be taken back, unless `--yes` has agreed to it already.
 *
 * @throws UsageError where there is no terminal to ask at; Interrupted where the answer is no
 */
export async function agree(
  { options, prompts }: Pick<Session, "options" | "prompts">,
  { question, declined, deed }: Question,
): Promise<void> {
  if (options.yes === true) return;
  if (!prompts.available) {
    throw new UsageError(
      `${deed} has to be agreed to, and there is no terminal to ask at`,
      "add --yes to agree",
    );
  }
  if (!(await prompts.confirm(question))) throw new Interrupted(declined);
}
