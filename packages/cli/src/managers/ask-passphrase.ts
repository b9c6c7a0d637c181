import { KeykistError } from "@keykist/core";
import { Interrupted } from "../interrupted.ts";
import type { Session } from "../session.ts";
import { canAskControllingTerminal } from "../terminal/controlling-terminal.ts";

/**
 * Asks for the passphrase of a store, in the middle of an operation that takes what is no error of keykist for one of the
 * backend; `undefined` where there is nobody to ask.
 */
export function passphraseAsked({
  prompts,
}: Pick<Session, "prompts">): (() => Promise<string>) | undefined {
  if (!prompts.available && !(prompts.attended && canAskControllingTerminal())) return undefined;
  return async () => {
    try {
      return await prompts.passphrase("Passphrase of the store");
    } catch (error) {
      throw error instanceof Interrupted ? new KeykistError("ABORTED", error.message) : error;
    }
  };
}
