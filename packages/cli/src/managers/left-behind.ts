import { KeykistError } from "@keykist/core";
import type { ManagerEntry } from "../configuration/configuration.ts";
import type { Session } from "../session.ts";
import { hasStore } from "./has-store.ts";

/** Counting ends here: more is told as that. */
const COUNTED = 1000;

/** How many secrets a manager sees. */
export type SecretCount =
  | { readonly kind: "counted"; readonly secrets: number; readonly more: boolean }
  /** It cannot be told now: the flavor is not installed, the backend not reached, the key not known. */
  | { readonly kind: "unknown" };

/** Counts the secrets that a manager sees, and makes no store for it. */
export async function countSecrets(
  session: Session,
  name: string,
  entry: ManagerEntry,
): Promise<SecretCount> {
  if (!(await hasStore(session, entry))) return { kind: "counted", secrets: 0, more: false };
  let secrets = 0;
  try {
    const manager = await session.manager(name);
    for await (const _secret of manager.listSecrets({ signal: session.signal })) {
      if (secrets === COUNTED) return { kind: "counted", secrets, more: true };
      secrets += 1;
    }
  } catch (error) {
    if (KeykistError.is(error, "ABORTED")) throw error;
    // Whatever else it is: what was asked for is done without it.
    return { kind: "unknown" };
  }
  return { kind: "counted", secrets, more: false };
}

/** The count in words: `no secrets`, `1 secret`, `more than 1000 secrets`. */
export function countInWords(count: SecretCount): string {
  if (count.kind === "unknown") return "its secrets, which cannot be counted now,";
  const { secrets, more } = count;
  if (secrets === 0) return "no secrets";
  return `${more ? "more than " : ""}${secrets} ${secrets === 1 ? "secret" : "secrets"}`;
}
