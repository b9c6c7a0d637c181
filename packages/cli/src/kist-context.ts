import type { CommandContext, StricliProcess } from "@stricli/core";
import type { GlobalOptions } from "./global-options.ts";
import type { Session } from "./session.ts";

/** What stands before the word for which proposals are looked for. */
export interface Proposing {
  /** Nobody is asked in it, and nothing is told. */
  readonly session: Session;
  /** The words before. */
  readonly words: readonly string[];
}

/** What the parser hands to every command and to every proposal of a completion. */
export interface KistContext extends CommandContext {
  readonly process: StricliProcess;
  /** Does the work of a command in a session of its own, and reports its failure. */
  perform(
    options: GlobalOptions,
    work: (session: Session) => Promise<number | void>,
  ): Promise<void>;
  /** There only while a line is completed, and no command is run. */
  readonly proposing?: Proposing | undefined;
}
