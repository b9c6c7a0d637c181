import { KeykistError } from "../errors/keykist-error.ts";
import { isPlainObject } from "../references/json-like.ts";
import type { ConfigField, ConfigFieldValue } from "./config-field.ts";
import { ENVIRONMENT_KEYWORD } from "./config-environment.ts";
import { UNKNOWN_FIELD } from "./config-issues.ts";
import {
  type ConfigIssue,
  type ConfigResult,
  type ConfigSchema,
  KEYKIST_VENDOR,
} from "./config-schema.ts";
import { fieldProblem } from "./field-problem.ts";

/** The fields of a configuration by name. */
export type ConfigFieldMap = Readonly<Record<string, ConfigField>>;

type Defaulted<Field> = Field extends {
  readonly default: string | number | boolean | Readonly<Record<string, string>>;
}
  ? true
  : false;

type Absent<Field> =
  Defaulted<Field> extends true ? false : Field extends { readonly optional: true } ? true : false;

type Flat<Value> = { readonly [Key in keyof Value]: Value[Key] };

/** What validation gives: fields with a default are always there, other optional ones maybe. */
export type ConfigFieldsOutput<Fields extends ConfigFieldMap> = Flat<
  {
    [Key in keyof Fields as Absent<Fields[Key]> extends true ? never : Key]: ConfigFieldValue<
      Fields[Key]
    >;
  } & {
    [Key in keyof Fields as Absent<Fields[Key]> extends true ? Key : never]?: ConfigFieldValue<
      Fields[Key]
    >;
  }
>;

const vouched = (message: string, path: readonly string[]): ConfigIssue => ({ message, path });

// The overload states what the compiler cannot follow: the output has the fields that are named, each
// checked by its own type.
function validate<Fields extends ConfigFieldMap>(
  fields: Fields,
  input: unknown,
): ConfigResult<ConfigFieldsOutput<Fields>>;
function validate(
  fields: ConfigFieldMap,
  input: unknown,
): ConfigResult<Readonly<Record<string, unknown>>> {
  if (!isPlainObject(input)) return { issues: [vouched("expected object", [])] };
  const issues: ConfigIssue[] = [];
  const output: [key: string, value: unknown][] = [];
  for (const [key, field] of Object.entries(fields)) {
    const given = Object.hasOwn(input, key) ? input[key] : undefined;
    const value = given === undefined ? field.default : given;
    const problem = value === undefined ? "missing" : fieldProblem(field, value);
    if (value === undefined && field.optional === true) continue;
    if (problem === undefined) output.push([key, value]);
    else issues.push(vouched(problem, [key]));
  }
  for (const key of Object.keys(input)) {
    if (!Object.hasOwn(fields, key)) issues.push(vouched(UNKNOWN_FIELD, [key]));
  }
  return issues.length > 0 ? { issues } : { value: Object.fromEntries(output) };
}

function fieldJsonSchema(field: ConfigField): Record<string, unknown> {
  const { type, description, sensitive } = field;
  const entries: Record<string, unknown> = {
    ...(type === "stringMap"
      ? { type: "object", additionalProperties: { type: "string" } }
      : { type }),
    description,
    default: field.default,
    writeOnly: sensitive === true ? true : undefined,
    ...(type === "string" && {
      enum: field.values === undefined ? undefined : [...field.values],
      pattern: field.pattern,
      [ENVIRONMENT_KEYWORD]: field.environment,
    }),
    ...(type === "integer" && { minimum: field.minimum, maximum: field.maximum }),
  };
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}

function objectJsonSchema(
  fields: ConfigFieldMap,
  required: (field: ConfigField) => boolean,
): Record<string, unknown> {
  const entries = Object.entries(fields);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    properties: Object.fromEntries(entries.map(([key, field]) => [key, fieldJsonSchema(field)])),
    required: entries.filter(([, field]) => required(field)).map(([key]) => key),
    additionalProperties: false,
  };
}

function assertDefaultsFit(fields: ConfigFieldMap): void {
  for (const [key, field] of Object.entries(fields)) {
    const problem = field.default === undefined ? undefined : fieldProblem(field, field.default);
    if (problem === undefined) continue;
    throw new KeykistError("INVALID_CONFIG", `the default of the field "${key}" does not fit it`, {
      issues: [{ key, problem }],
      hint: "correct the default where the field is declared",
    });
  }
}

/** Only credentials come from the environment, and a manager must work without them. */
function assertVariablesFit(fields: ConfigFieldMap): void {
  for (const [key, field] of Object.entries(fields)) {
    if (field.type !== "string" || field.environment === undefined) continue;
    const problem = !/^[A-Za-z_][A-Za-z0-9_]*$/.test(field.environment)
      ? "expected the name of an environment variable"
      : field.sensitive === true && field.optional === true
        ? undefined
        : "a field with an environment variable has to be sensitive and optional";
    if (problem === undefined) continue;
    throw new KeykistError("INVALID_CONFIG", `the field "${key}" cannot be declared: ${problem}`, {
      issues: [{ key, problem }],
      hint: "correct the field where it is declared",
    });
  }
}

/**
 * Makes the schema of a configuration from a list of fields, without zod. Fields that it does not
 * name are refused; one that is `undefined` counts as left out. Its messages never quote the input.
 *
 * @returns a Standard Schema (https://standardschema.dev) that also gives JSON Schema, draft 2020-12
 * @throws KeykistError `INVALID_CONFIG` where a default does not fit its own field, or where a field that names an environment
 * variable is not sensitive and optional
 * @example
 * ```ts
 * const awsConfig = configFields({
 *   region: { type: "string", optional: true, description: "The AWS region" },
 *   recoveryWindowDays: { type: "integer", minimum: 0, maximum: 30, default: 30 },
 *   labels: { type: "stringMap", optional: true },
 * });
 * type AwsConfig = ConfigOf<typeof awsConfig>;
 * // { region?: string; recoveryWindowDays: number; labels?: Record<string, string> }
 * ```
 */
export function configFields<const Fields extends ConfigFieldMap>(
  fields: Fields,
): ConfigSchema<ConfigFieldsOutput<Fields>> {
  assertDefaultsFit(fields);
  assertVariablesFit(fields);
  return {
    "~standard": {
      version: 1,
      vendor: KEYKIST_VENDOR,
      validate: (input) => validate(fields, input),
      jsonSchema: {
        input: () =>
          objectJsonSchema(
            fields,
            (field) => field.optional !== true && field.default === undefined,
          ),
        output: () =>
          objectJsonSchema(
            fields,
            (field) => field.optional !== true || field.default !== undefined,
          ),
      },
    },
  };
}
