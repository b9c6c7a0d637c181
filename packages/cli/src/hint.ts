import type { KeykistError } from "@keykist/core";
import { translateToCommands } from "./operation-commands.ts";
import { shellQuoted } from "./terminal/shell-quoted.ts";

/** What a hint depends on, apart from the error. */
export interface HintContext {
  /** Whether the manager can take over secrets of others. */
  readonly adopts: boolean;
}

/** The next step at a terminal; `name` is the secret's, as a shell takes it. */
type Step = (name: string, context: HintContext) => string;

/** Core's hint for a write with an unknown outcome. */
const LOOK = "read the secret to see whether the write was applied";

/**
 * Core's default hints, which are about the API, with the step that a person at a terminal takes instead. A hint of the
 * flavor knows more and is kept.
 */
const steps: ReadonlyMap<string, Step> = new Map<string, Step>([
  [
    "update it, or choose another name",
    (name) => `change it: kist update ${name} KEY; or choose another name`,
  ],
  [
    "getAllSecretKeys() gives the names that exist in this scope",
    () => "see which there are: kist list",
  ],
  [
    "read it again, then repeat the change; modifySecret does both",
    (name) => `look at it again: kist describe ${name}; then repeat the change`,
  ],
  [
    "getSecretHistory() gives the revisions that are kept",
    (name) => `see which are kept: kist history ${name}`,
  ],
  [
    "delete the secret and register it again to give it another type",
    (name) =>
      `to give it another type: kist delete ${name}; then: kist register ${name} --schema TYPE`,
  ],
  [
    "take it over with adoptSecret(name, type) first",
    (name, { adopts }) =>
      adopts
        ? `take it over: kist adopt ${name} --schema TYPE; or change it with the tool that made it`
        : "change it with the tool that made it",
  ],
  [
    "see the manager's capabilities for what it can do",
    () => "see what the manager can do: kist manager describe",
  ],
  [
    "raise timeoutMs in the manager's config if the backend is slow",
    () => "try again; timeoutMs in the manager's configuration says how long to wait",
  ],
  [
    "read it with arbitrarySchema to see the raw strings",
    (name) => `see its keys: kist describe ${name}`,
  ],
  [
    "leave out keys that the schema does not know with the option unknownKeys, or read it with arbitrarySchema",
    (name) => `see its keys: kist describe ${name}`,
  ],
  ["make a new manager", () => "run it again"],
  [
    "report it to the maintainers of the flavor, with the cause",
    () => "see its cause with --verbose, and report it to the maintainers of the flavor",
  ],
]);

/** The hints of core that are replaced here. */
export const GENERAL_HINTS: readonly string[] = [...steps.keys(), LOOK];

/** Reports whether an error has a hint of its own, which knows more than the code. */
export function hasOwnHint({ hint }: KeykistError): boolean {
  return hint !== undefined && !GENERAL_HINTS.includes(hint);
}

/** Hints of other operations do not help where an undeletion failed. */
const ofUndelete: Partial<Readonly<Record<KeykistError["code"], Step>>> = {
  SECRET_EXISTS: (name) => `it is not deleted; see it: kist describe ${name}`,
  SECRET_NOT_FOUND: (name) =>
    `a secret that was deleted for good cannot be restored; make it again: kist register ${name} KEY`,
};

/**
 * What a person at a terminal does next. The hints of an operation speak of the API; errors that `kist` makes itself
 * have a hint that fits already.
 */
export function hintOf(
  { code, operation, outcome, secret, hint }: KeykistError,
  context: HintContext,
): string | undefined {
  if (operation === undefined) return hint;
  const name = secret === undefined ? "NAME" : shellQuoted(secret);
  const undeletion = operation === "undeleteSecret" ? ofUndelete[code] : undefined;
  const step = undeletion ?? (hint === undefined ? undefined : steps.get(hint));
  const isKnown = step !== undefined || hint === LOOK;
  const own = hint === undefined || isKnown ? undefined : translateToCommands(hint, name);
  if (outcome !== "unknown") return own ?? step?.(name, context) ?? hint;
  const look =
    secret === undefined
      ? "see what was done of it: kist list"
      : `see whether it was applied: kist describe ${name}`;
  return own === undefined ? look : `${own}; ${look}`;
}
