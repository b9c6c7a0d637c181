import type { ErrorCode, KeykistError } from "@keykist/core";
import { shellQuoted } from "./terminal/shell-quoted.ts";

/** The next step at a terminal, by the code of an error; `name` is the secret's, as a shell takes it. */
const steps: Partial<Readonly<Record<ErrorCode, (name: string) => string>>> = {
  SECRET_EXISTS: (name) => `change it with kist update ${name}, or choose another name`,
  SECRET_NOT_FOUND: () => "see which there are: kist list",
  REVISION_CONFLICT: (name) => `look at it again: kist describe ${name}; then repeat the change`,
  REVISION_NOT_FOUND: (name) => `see which are kept: kist history ${name}`,
  SCHEMA_MISMATCH: (name) =>
    `to give it another type, kist delete ${name}, then kist register it with --schema`,
  NOT_OWNED: () => "change it with the tool that made it",
  UNSUPPORTED: () => "see what the manager can do: kist manager describe",
  TIMEOUT: () => "try again; timeoutMs in the manager's configuration says how long to wait",
  CLOSED: () => "run it again",
};

/**
 * What a person at a terminal does next. The hints of an operation speak of the API; errors that `kist` makes itself
 * have a hint that fits already.
 */
export function hintOf({
  code,
  operation,
  outcome,
  secret,
  hint,
}: KeykistError): string | undefined {
  if (operation === undefined) return hint;
  const name = secret === undefined ? "NAME" : shellQuoted(secret);
  if (outcome === "unknown") {
    return secret === undefined
      ? "see what was done of it: kist list"
      : `see whether it was applied: kist describe ${name}`;
  }
  return steps[code]?.(name) ?? hint;
}
