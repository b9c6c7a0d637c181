import { isPlainObject } from "../references/json-like.ts";
import { type ConfigIssue, type ConfigSchema, KEYKIST_VENDOR } from "./config-schema.ts";
import {
  expectation,
  isClosed,
  type JsonSchemaShape,
  namedFields,
  shapeOf,
  stepInto,
} from "./json-schema-shape.ts";

/** What is wrong with one field of a configuration, in words that quote nothing of it. */
export interface ConfigProblem {
  /** Where, in the configuration. Its keys are the input's own and are not shown. */
  readonly path: readonly PropertyKey[];
  /** Where, to be shown: keys that the schema does not name are masked. */
  readonly key: string;
  readonly problem: string;
}

/** The problem of a field that the schema does not have. */
export const UNKNOWN_FIELD = "unknown field";

const UNKNOWN_KEY = "(unknown key)";

/** The input form of a schema; nothing where it has none, so that every key counts as unknown. */
export function inputShape(schema: ConfigSchema): JsonSchemaShape {
  try {
    return shapeOf(schema["~standard"].jsonSchema.input({ target: "draft-2020-12" }));
  } catch {
    // What has no JSON Schema form (a date in zod) is refused when a component is made; see there.
    return shapeOf({});
  }
}

/** What a path leads to, in the schema and in the input. */
interface Place {
  readonly shape: JsonSchemaShape;
  readonly value: unknown;
  readonly shown: readonly string[];
  /** A field that the schema around it refuses. */
  readonly stray: boolean;
}

function walk(start: JsonSchemaShape, input: unknown, path: readonly PropertyKey[]): Place {
  let place: Place = { shape: start, value: input, shown: [], stray: false };
  for (const key of path) {
    const { shape, named } = stepInto(place.shape, key);
    const container = place.value;
    const inside = typeof container === "object" && container !== null;
    const value: unknown =
      inside && Object.hasOwn(container, key) ? Reflect.get(container, key) : undefined;
    const text = typeof key === "number" ? `[${key}]` : `.${named ? String(key) : UNKNOWN_KEY}`;
    const stray = !named && isClosed(place.shape);
    place = { shape, value, shown: [...place.shown, text], stray };
  }
  return place;
}

function keyText(shown: readonly string[]): string {
  const text = shown.join("");
  return (text.startsWith(".") ? text.slice(1) : text) || "(config)";
}

/** A path and what is wrong there. */
interface Finding {
  readonly path: readonly PropertyKey[];
  readonly problem: string;
}

/**
 * Says what is wrong at a place by looking at schema and input; what a foreign schema said is not
 * read. An object that is refused for fields that are not its own is so for each of them.
 */
function explain(path: readonly PropertyKey[], { shape, value, stray }: Place): readonly Finding[] {
  if (value === undefined) return [{ path, problem: "missing" }];
  if (stray) return [{ path, problem: UNKNOWN_FIELD }];
  const expected = expectation(shape, value);
  if (expected !== undefined) return [{ path, problem: expected }];
  const known = new Set(namedFields(shape));
  const others = isPlainObject(value) && isClosed(shape) ? Object.keys(value) : [];
  const unknown = others.filter((key) => !known.has(key));
  return unknown.length > 0
    ? unknown.map((key) => ({ path: [...path, key], problem: UNKNOWN_FIELD }))
    : [{ path, problem: "not accepted" }];
}

function pathOf(issue: ConfigIssue): readonly PropertyKey[] {
  return (issue.path ?? []).map((step) => (typeof step === "object" ? step.key : step));
}

/** The issues of a schema in words that quote nothing of the input, each once. */
export function configProblems(
  schema: ConfigSchema,
  input: unknown,
  issues: readonly ConfigIssue[],
): readonly ConfigProblem[] {
  const shape = inputShape(schema);
  const ours = schema["~standard"].vendor === KEYKIST_VENDOR;
  const problems = new Map<string, ConfigProblem>();
  for (const issue of issues) {
    const place = pathOf(issue);
    const findings = ours
      ? [{ path: place, problem: issue.message }]
      : explain(place, walk(shape, input, place));
    for (const { path, problem } of findings) {
      const key = keyText(walk(shape, input, path).shown);
      problems.set(JSON.stringify([path.map(String), problem]), { path, key, problem });
    }
  }
  return [...problems.values()];
}
