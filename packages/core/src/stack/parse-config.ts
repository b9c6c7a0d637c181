import { KeykistError } from "../errors/keykist-error.ts";
import { type ConfigProblem, configProblems, inputShape, UNKNOWN_FIELD } from "./config-issues.ts";
import type { ConfigResult, ConfigSchema } from "./config-schema.ts";
import { frozenCopy } from "./frozen-copy.ts";
import { namedFields } from "./json-schema-shape.ts";

/** What a schema says of a configuration. */
export type CheckedConfig<Output> =
  | { readonly kind: "accepted"; readonly output: Output }
  | { readonly kind: "refused"; readonly problems: readonly ConfigProblem[] };

/** Whose configuration it is, for the error. */
export interface ConfigSubject {
  /** As people call it: `s3 "models"`. */
  readonly subject: string;
  readonly flavor?: string | undefined;
}

function whole(problem: string): CheckedConfig<never> {
  return { kind: "refused", problems: [{ path: [], key: "(config)", problem }] };
}

/** Runs a schema; throws nothing that the schema throws, and shows nothing that it says. */
export function checkConfig<Output>(
  schema: ConfigSchema<Output>,
  input: unknown,
): CheckedConfig<Output> {
  let result: ConfigResult<Output> | Promise<ConfigResult<Output>>;
  try {
    result = schema["~standard"].validate(input);
  } catch {
    // A message may quote the input (JSON.parse does), so that nothing of the error is kept.
    return whole("not accepted");
  }
  if (isThenable(result)) {
    // Nobody waits for it; a late rejection would end the process and print what it quotes.
    result.then(undefined, () => undefined);
    return whole("its schema answers asynchronously");
  }
  if (result.issues === undefined) return { kind: "accepted", output: result.value };
  const problems = configProblems(schema, input, result.issues);
  return problems.length > 0 ? { kind: "refused", problems } : whole("not accepted");
}

function isThenable<Value>(value: Value | Promise<Value>): value is Promise<Value> {
  return (
    value instanceof Promise || (typeof value === "object" && value !== null && "then" in value)
  );
}

/** The error of a configuration that is refused. */
export function invalidConfig(
  schema: ConfigSchema,
  problems: readonly ConfigProblem[],
  { subject, flavor }: ConfigSubject,
): KeykistError {
  const issues = [
    ...new Map(problems.map(({ key, problem }) => [`${key}: ${problem}`, { key, problem }])),
  ];
  const known = namedFields(inputShape(schema));
  const unknown = issues.some(([, { problem }]) => problem === UNKNOWN_FIELD);
  const list = issues.map(([text]) => text).join("; ");
  return new KeykistError(
    "INVALID_CONFIG",
    `the configuration of ${subject} is not valid: ${list}`,
    {
      flavor,
      issues: issues.map(([, issue]) => issue),
      hint: unknown ? `known fields: ${known.join(", ") || "none"}` : undefined,
    },
  );
}

/**
 * Checks a configuration against its schema.
 *
 * @returns the output of the schema, its arrays and plain objects copied and frozen, however deep
 * @throws KeykistError `INVALID_CONFIG` with every field in `issues`, in words that never quote the
 * input, whatever the schema says; also where the schema is asynchronous or throws
 */
export function parseConfig<Output>(
  schema: ConfigSchema<Output>,
  input: unknown,
  subject: ConfigSubject,
): Output {
  const checked = checkConfig(schema, input);
  if (checked.kind === "refused") throw invalidConfig(schema, checked.problems, subject);
  return frozenCopy(checked.output);
}
