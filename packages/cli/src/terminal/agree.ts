import type { Session } from "../session.ts";
import { UsageError } from "../usage-error.ts";
import { Interrupted } from "../interrupted.ts";

/**
 * Has a person agree to what cannot be taken back: with `--yes`, or at a terminal.
 *
 * @param question that yes or no answers
 * @throws UsageError where nobody can be asked
 * @throws Interrupted where the answer is no
 */
export async function agreeTo({ options, prompts }: Session, question: string): Promise<void> {
  if (options.yes === true) return;
  if (!prompts.available) {
    throw new UsageError("there is no terminal to ask at", "agree with --yes");
  }
  if (!(await prompts.confirm(question))) throw new Interrupted();
}
