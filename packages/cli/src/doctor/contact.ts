import { KeykistError } from "@keykist/core";
import { openManager } from "../managers/open-manager.ts";
import type { Session } from "../session.ts";
import { type Finding, problemOf } from "./finding.ts";

/** How long a manager may take to answer. */
const PATIENCE_MS = 10_000;

/**
 * Lists the first secret of a manager, which changes nothing, and reports whether the manager responded. Asks the user
 * nothing: what would need an answer is reported as not checked.
 */
export async function contact(session: Session, name: string): Promise<Finding> {
  const about = `manager ${name}`;
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const signal = AbortSignal.any([session.signal, patience]);
  try {
    await using manager = await openManager(session, name, { asks: false });
    for await (const _first of manager.listSecrets({ signal })) break;
    return { status: "ok", about, says: "answers" };
  } catch (error) {
    if (patience.aborted && !session.signal.aborted) return late(about);
    if (KeykistError.is(error, "PERMISSION_DENIED")) {
      const says = "answers, but may not be listed: nothing more was checked";
      return { status: "note", about, says };
    }
    return problemOf(about, error);
  }
}

function late(about: string): Finding {
  return {
    status: "problem",
    about,
    says: `did not answer within ${PATIENCE_MS / 1000} seconds`,
    next: "check the network, and the manager's configuration: kist manager describe",
    code: "TIMEOUT",
  };
}
