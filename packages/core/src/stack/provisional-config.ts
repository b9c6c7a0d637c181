import { findReferences } from "../references/find-references.ts";
import { isPlainObject } from "../references/json-like.ts";
import { holdsReference } from "../references/parse-references.ts";
import { UNKNOWN_FIELD } from "./config-issues.ts";
import type { ConfigSchema } from "./config-schema.ts";
import { checkConfig, type ConfigSubject, invalidConfig } from "./parse-config.ts";

/**
 * Checks a configuration while its references are still text. What is wrong with a string that
 * holds a reference is not held against it: the value may fit where the text does not.
 *
 * @returns the output of the schema, or the input where only references stand in the way of one
 * @throws KeykistError `INVALID_CONFIG`
 */
// The overload states what the compiler cannot know: as long as references stand in for values, the
// input counts as a configuration. That is what `StackComponent.config` promises, and no more.
export function provisionalConfig<Config>(
  schema: ConfigSchema<Config>,
  input: object,
  subject: ConfigSubject,
): Config;
export function provisionalConfig(
  schema: ConfigSchema,
  input: object,
  subject: ConfigSubject,
): unknown {
  if (!isPlainObject(input)) {
    // References are looked for in plain objects only; elsewhere they would pass as text.
    throw invalidConfig(
      schema,
      [{ path: [], key: "(config)", problem: "expected object" }],
      subject,
    );
  }
  findReferences(input);
  const checked = checkConfig(schema, input);
  if (checked.kind === "accepted") return checked.output;
  const held = checked.problems.filter(
    ({ path, problem }) => problem === UNKNOWN_FIELD || !leadsToReference(input, path),
  );
  if (held.length > 0) throw invalidConfig(schema, held, subject);
  return input;
}

/** Reports whether a path leads to, or into, a string that holds a reference. */
function leadsToReference(input: object, path: readonly PropertyKey[]): boolean {
  let value: unknown = input;
  for (const key of path) {
    if (!Array.isArray(value) && !isPlainObject(value)) break;
    value = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  }
  return typeof value === "string" && holdsReference(value);
}
