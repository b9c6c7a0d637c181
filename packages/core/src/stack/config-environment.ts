import { KeykistError } from "../errors/keykist-error.ts";
import { isPlainObject } from "../references/json-like.ts";
import type { ConfigSchema } from "./config-schema.ts";
import { isSensitive, namedFields, shapeOf, stepInto } from "./json-schema-shape.ts";

/** The keyword of JSON Schema by which a sensitive field names its environment variable. */
export const ENVIRONMENT_KEYWORD = "x-environment";

/** Environment variables by name, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Returns, by field, the environment variables that fill in sensitive fields which a configuration leaves out. They hold
 * credentials, so `kist run` does not pass them on to the command that it starts.
 *
 * A field names its variable with `environment` in `configFields`, or with the JSON Schema keyword `x-environment` (in zod:
 * `.meta({ writeOnly: true, "x-environment": "ACME_TOKEN" })`). A field that is not sensitive has none.
 *
 * @throws the error of the schema if it cannot be expressed as JSON Schema
 */
export function configVariables(schema: ConfigSchema): ReadonlyMap<string, string> {
  const shape = shapeOf(schema["~standard"].jsonSchema.input({ target: "draft-2020-12" }));
  const variables = new Map<string, string>();
  for (const field of namedFields(shape)) {
    const place = stepInto(shape, field).shape;
    if (!isSensitive(place)) continue;
    const variable = place.nodes.map((node) => node[ENVIRONMENT_KEYWORD]).find(isText);
    if (variable !== undefined) variables.set(field, variable);
  }
  return variables;
}

/**
 * Fills in the sensitive fields that a configuration leaves out, from the environment variables that its schema names.
 *
 * @throws KeykistError `INVALID_CONFIG` if such a variable is set but empty, which is rarely meant
 */
export function withEnvironment(
  config: object,
  schema: ConfigSchema,
  { flavor, environment }: { readonly flavor: string; readonly environment: Environment },
): object {
  // The schema refuses what is not an object.
  if (!isPlainObject(config)) return config;
  const given = Object.fromEntries(
    [...variablesOf(schema)].flatMap(([field, variable]) => {
      const value = environment[variable];
      if (value === undefined || config[field] !== undefined) return [];
      if (value.trim() === "") throw emptyVariable(field, variable, flavor);
      return [[field, value] as const];
    }),
  );
  return Object.keys(given).length === 0 ? config : { ...config, ...given };
}

function variablesOf(schema: ConfigSchema): ReadonlyMap<string, string> {
  try {
    return configVariables(schema);
  } catch {
    // The check of the configuration reports what is wrong with its schema.
    return new Map();
  }
}

function emptyVariable(field: string, variable: string, flavor: string): KeykistError {
  return new KeykistError("INVALID_CONFIG", `the variable ${variable} is set, but empty`, {
    flavor,
    issues: [{ key: field, problem: `${variable} is set, but empty` }],
    hint: `set ${variable} to a value, or unset it`,
  });
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
