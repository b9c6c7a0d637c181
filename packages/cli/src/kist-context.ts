import type { CommandContext, StricliProcess } from "@stricli/core";
import type { GlobalOptions } from "./global-options.ts";
import type { Session } from "./session.ts";

/** What the parser hands to every command and to every proposal of a completion. */
export interface KistContext extends CommandContext {
  readonly process: StricliProcess;
  /** Does the work of a command in a session of its own, and reports its failure. */
  perform(
    options: GlobalOptions,
    work: (session: Session) => Promise<number | void>,
  ): Promise<void>;
  /** A session to look for what could be typed next. */
  readonly proposing: Session;
}
