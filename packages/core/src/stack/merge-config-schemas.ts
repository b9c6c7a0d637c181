import { isPlainObject } from "../references/json-like.ts";
import { configProblems } from "./config-issues.ts";
import {
  type ConfigIssue,
  type ConfigResult,
  type ConfigSchema,
  KEYKIST_VENDOR,
} from "./config-schema.ts";
import { namedFields, shapeOf } from "./json-schema-shape.ts";

type Fields = Readonly<Record<string, unknown>>;
type JsonSchemaForm = "input" | "output";

const options = { target: "draft-2020-12" } as const;

/**
 * The schema of a configuration that holds the fields of two: those that `own` names go to it, all
 * others to `flavor`. Both are always checked, so that every problem is told at once.
 *
 * `flavor` describes an object and knows nothing of the fields of `own`; where both name a field, it is
 * the one of `own`. Nothing of the two is called before the merged schema is used.
 */
export function mergeConfigSchemas<Own extends object>(
  own: ConfigSchema<Own>,
  flavor: ConfigSchema,
): ConfigSchema<Own> {
  return {
    "~standard": {
      version: 1,
      vendor: KEYKIST_VENDOR,
      validate: (input) => validate(own, flavor, input),
      jsonSchema: {
        input: () => mergedJsonSchema(own, flavor, "input"),
        output: () => mergedJsonSchema(own, flavor, "output"),
      },
    },
  };
}

function validate<Own extends object>(
  own: ConfigSchema<Own>,
  flavor: ConfigSchema,
  input: unknown,
): ConfigResult<Own> | Promise<ConfigResult<Own>> {
  if (!isPlainObject(input)) return { issues: [{ message: "expected object", path: [] }] };
  const { ownPart, flavorPart } = split(input, own);
  const ownResult = own["~standard"].validate(ownPart);
  const flavorResult = flavor["~standard"].validate(flavorPart);
  if ("then" in ownResult || "then" in flavorResult) {
    // Handed on as it is: whoever runs a configuration's schema refuses a promise.
    return Promise.all([ownResult, flavorResult]).then(([first, second]) =>
      merge(first, second, { own, ownPart, flavor, flavorPart }),
    );
  }
  return merge(ownResult, flavorResult, { own, ownPart, flavor, flavorPart });
}

interface Parts {
  readonly own: ConfigSchema;
  readonly ownPart: Fields;
  readonly flavor: ConfigSchema;
  readonly flavorPart: Fields;
}

function split(input: Fields, own: ConfigSchema): { ownPart: Fields; flavorPart: Fields } {
  const names = new Set(namedFields(shapeOf(own["~standard"].jsonSchema.input(options))));
  const entries = Object.entries(input);
  return {
    ownPart: Object.fromEntries(entries.filter(([key]) => names.has(key))),
    flavorPart: Object.fromEntries(entries.filter(([key]) => !names.has(key))),
  };
}

function merge<Own extends object>(
  own: ConfigResult<Own>,
  flavor: ConfigResult<unknown>,
  parts: Parts,
): ConfigResult<Own> {
  if (own.issues === undefined && flavor.issues === undefined) {
    return isPlainObject(flavor.value)
      ? { value: { ...flavor.value, ...own.value } }
      : { issues: [{ message: "expected object", path: [] }] };
  }
  return {
    issues: [
      ...problemsOf(parts.own, parts.ownPart, own.issues ?? []),
      ...problemsOf(parts.flavor, parts.flavorPart, flavor.issues ?? []),
    ],
  };
}

/** Issues as those of a schema of ours, whose messages are shown: in words that quote nothing. */
function problemsOf(
  schema: ConfigSchema,
  part: Fields,
  issues: readonly ConfigIssue[],
): readonly ConfigIssue[] {
  return configProblems(schema, part, issues).map(({ path, problem }) => ({
    path,
    message: problem,
  }));
}

function mergedJsonSchema(
  own: ConfigSchema,
  flavor: ConfigSchema,
  form: JsonSchemaForm,
): Record<string, unknown> {
  const first = own["~standard"].jsonSchema[form](options);
  const second = flavor["~standard"].jsonSchema[form](options);
  return {
    ...second,
    properties: { ...object(second["properties"]), ...object(first["properties"]) },
    required: [...list(first["required"]), ...list(second["required"])],
  };
}

function object(value: unknown): Fields {
  return isPlainObject(value) ? value : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
