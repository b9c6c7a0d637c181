import { KeykistError } from "../errors/keykist-error.ts";
import type { OperationOptions, SecretsManager } from "../manager/secrets-manager.ts";
import { arbitrarySchema } from "../schemas/arbitrary-schema.ts";
import type { Secret } from "../secrets/secret.ts";
import { type FoundReference, scanReferences } from "./find-references.ts";
import { copyJsonLike } from "./json-like.ts";
import { parseReferences } from "./parse-references.ts";
import { type Reference, referenceText } from "./reference.ts";
import { managerOf, type ReferenceManagers } from "./reference-managers.ts";
import { type Unresolved, unresolved } from "./unresolved.ts";

/** What one manager answered for each name; an error in place of the map where the call failed. */
type Answers = ReadonlyMap<string, Secret | KeykistError> | KeykistError | undefined;

/** The value of a reference, or why it has none. */
type Resolution = { readonly kind: "value"; readonly value: string } | Unresolved;

/** Asks one manager, once, for all names. */
async function ask(
  manager: SecretsManager,
  names: ReadonlySet<string>,
  options: OperationOptions,
): Promise<Answers> {
  try {
    // As arbitrary: a reference wants the raw string of one key, also where another key of the
    // secret does not fit its schema; and no schema, nor zod, has to be loaded.
    return await manager.getSecrets([...names], arbitrarySchema, options);
  } catch (error) {
    // What a manager throws beside our own errors may quote anything: nothing of it is kept.
    return KeykistError.is(error) ? error : undefined;
  }
}

/** Asks every manager for the secrets that the references name; each manager once, side by side. */
async function askAll(
  references: readonly FoundReference[],
  managers: ReferenceManagers,
  options: OperationOptions,
): Promise<ReadonlyMap<SecretsManager, Answers>> {
  const wanted = new Map<SecretsManager, Set<string>>();
  for (const reference of references) {
    const manager = managerOf(managers, reference);
    if (manager === undefined) continue;
    const names = wanted.get(manager) ?? new Set();
    wanted.set(manager, names.add(reference.name));
  }
  return new Map(
    await Promise.all(
      [...wanted].map(
        async ([manager, names]) => [manager, await ask(manager, names, options)] as const,
      ),
    ),
  );
}

function resolve(reference: Reference, answers: Answers): Resolution {
  const answer = KeykistError.is(answers) ? answers : answers?.get(reference.name);
  if (answer === undefined || KeykistError.is(answer)) {
    return { kind: "unreadable", reference, error: answer };
  }
  // Own properties only: `{{db.constructor}}` is a key that is not there.
  const value = Object.hasOwn(answer.content, reference.key)
    ? answer.content[reference.key]
    : undefined;
  if (value === undefined) return { kind: "no_key", reference };
  return { kind: "value", value };
}

function wasAborted(failures: readonly Unresolved[], signal: AbortSignal | undefined): boolean {
  const errors = failures.flatMap((one) => (one.kind === "unreadable" ? [one.error] : []));
  return (
    errors.some((error) => error?.code === "ABORTED") ||
    (errors.length > 0 && signal?.aborted === true)
  );
}

function aborted(): KeykistError {
  return new KeykistError("ABORTED", "cannot resolve references: it was aborted by the caller", {
    operation: "resolveReferences",
    retry: "safe",
    hint: "call it again when it is wanted",
  });
}

/**
 * Puts the values of secrets in the place of their references, in every string of a JSON-like value
 * (see {@link parseReferences} for what a reference is). A string that is one reference becomes the
 * value; in a longer string the reference is replaced in place; `\{{` becomes `{{`. What values hold
 * is not searched for references again.
 *
 * Every secret is read once, however many references name it: one `getSecrets` per manager, all
 * managers side by side. The answer is a copy, and the input stays as it is; dates, maps and
 * instances of classes are passed on, not copied. Do not log the answer: it holds the values.
 *
 * @param value arrays, plain objects and strings
 * @param managers the manager that answers, or many by name, with a default for references that
 * name none
 * @throws KeykistError `REFERENCE_UNRESOLVED` with *all* references that have no value in `issues`:
 * `key` is `name.key` or `manager:name.key`, and `problem` tells a missing secret, a missing key, a
 * denied permission and an unavailable backend apart. `ABORTED` by the signal; `INVALID_CONFIG` where
 * the value contains itself, or is more than 500 levels deep.
 * @example
 * ```ts
 * const config = { host: "db.internal", password: "{{prod-db.password}}" };
 * const { password } = await resolveReferences(config, manager);
 * ```
 */
export async function resolveReferences<Value>(
  value: Value,
  managers: ReferenceManagers,
  options: OperationOptions = {},
): Promise<Value> {
  const { signal } = options;
  if (signal?.aborted === true) throw aborted();
  // What the caller changes while secrets are read must not mix with what was searched.
  const snapshot = copyJsonLike(value);
  const { references, malformed } = scanReferences(snapshot);
  const answers = await askAll(references, managers, { signal });

  const values = new Map<string, string>();
  const failures: Unresolved[] = malformed.map((path) => ({ kind: "malformed", path }));
  for (const reference of references) {
    const manager = managerOf(managers, reference);
    const resolution: Resolution =
      manager === undefined
        ? { kind: "no_manager", reference }
        : resolve(reference, answers.get(manager));
    if (resolution.kind === "value") values.set(referenceText(reference), resolution.value);
    else failures.push(resolution);
  }
  if (wasAborted(failures, signal)) throw aborted();
  if (failures.length > 0) throw unresolved(failures);

  return copyJsonLike(snapshot, {
    leaf: (leaf) => (typeof leaf === "string" ? substitute(leaf, values) : leaf),
  });
}

/** A text with the values in place. Every reference has one by now; one that had none would stay out. */
function substitute(text: string, values: ReadonlyMap<string, string>): string {
  const pieces = parseReferences(text).map((part) => {
    if (part.kind === "text") return part.text;
    return part.kind === "reference" ? (values.get(referenceText(part.reference)) ?? "") : "";
  });
  return pieces.join("");
}
