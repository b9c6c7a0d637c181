import { KeykistError, type ValidationIssue } from "../errors/keykist-error.ts";

/** How issues mark a key that the schema does not know: its text may itself be a secret. */
export const UNKNOWN_KEY = "(unknown key)";

/** The error for entries that do not fit a schema: `INVALID_KEY` where only keys are wrong. */
export function invalidEntries(
  secret: string,
  type: string,
  issues: readonly ValidationIssue[],
  hint?: string,
): KeykistError {
  const list = issues.map(({ key, problem }) => `${key}: ${problem}`).join("; ");
  const code = issues.every(({ key }) => key === UNKNOWN_KEY) ? "INVALID_KEY" : "INVALID_VALUE";
  const message = `the secret ${JSON.stringify(secret)} does not fit the schema "${type}": ${list}`;
  return new KeykistError(code, message, {
    secret,
    issues,
    hint: hint ?? `the schema "${type}" says which keys it takes`,
  });
}
