import type { ErrorCode } from "../errors/error-code.ts";
import { KeykistError, type ValidationIssue } from "../errors/keykist-error.ts";
import { escapeHint, malformedIssue } from "./find-references.ts";
import type { ValuePath } from "./json-like.ts";
import { type Reference, referenceText } from "./reference.ts";

/** Why a reference has no value. */
export type Unresolved =
  | { readonly kind: "malformed"; readonly path: ValuePath }
  | { readonly kind: "no_manager"; readonly reference: Reference }
  | { readonly kind: "no_key"; readonly reference: Reference }
  /** The manager answered an error, or broke its contract: then there is no error to show. */
  | {
      readonly kind: "unreadable";
      readonly reference: Reference;
      readonly error: KeykistError | undefined;
    };

const problems: Partial<Readonly<Record<ErrorCode, string>>> = {
  SECRET_NOT_FOUND: "no such secret",
  PERMISSION_DENIED: "permission denied",
  UNAUTHENTICATED: "the credentials are not accepted",
  UNAVAILABLE: "unavailable",
  THROTTLED: "throttled",
  TIMEOUT: "timed out",
  CORRUPT: "damaged",
  CLOSED: "the manager is closed",
};

function issueOf(failure: Unresolved): ValidationIssue {
  return failure.kind === "malformed"
    ? malformedIssue(failure.path)
    : { key: referenceText(failure.reference), problem: problemOf(failure) };
}

type Named = Exclude<Unresolved, { readonly kind: "malformed" }>;

function problemOf(failure: Named): string {
  if (failure.kind === "no_key") return "no such key";
  if (failure.kind === "no_manager") {
    return failure.reference.manager === undefined
      ? "no default manager"
      : "no manager of that name";
  }
  const code = failure.error?.code ?? "UNKNOWN";
  return problems[code] ?? `cannot be read (${code})`;
}

/** The next step for one failure. */
function hintOf(failure: Unresolved): string | undefined {
  if (failure.kind === "malformed") return escapeHint;
  const { manager, name, key } = failure.reference;
  const option = manager === undefined ? "" : ` --manager ${manager}`;
  if (failure.kind === "no_key") {
    return `add the key, for example with: kist update ${name} ${key}${option}`;
  }
  if (failure.kind === "no_manager") {
    return manager === undefined
      ? "pass a default manager, or name one: {{manager:name.key}}"
      : `pass a manager of the name "${manager}", or correct the reference`;
  }
  return failure.error?.code === "SECRET_NOT_FOUND"
    ? `register the secret, for example with: kist register ${name} ${key}${option}`
    : failure.error?.hint;
}

/** Reports whether trying again may help: only if it may help every failure. */
function retryOf(failures: readonly Unresolved[]): KeykistError["retry"] {
  const retries = new Set(
    failures.map((failure) =>
      failure.kind === "unreadable" ? (failure.error?.retry ?? "never") : "never",
    ),
  );
  if (retries.has("never")) return "never";
  return retries.has("exhausted") ? "exhausted" : "safe";
}

/** One error for all references that have no value. */
export function unresolved(failures: readonly Unresolved[]): KeykistError {
  const issues = failures.map((failure) => issueOf(failure));
  const list = issues.map(({ key, problem }) => `${key} (${problem})`).join(", ");
  const many = issues.length === 1 ? "a reference does" : `${issues.length} references do`;
  return new KeykistError("REFERENCE_UNRESOLVED", `${many} not resolve: ${list}`, {
    issues,
    retry: retryOf(failures),
    hint: failures.map((failure) => hintOf(failure)).find((hint) => hint !== undefined),
  });
}
