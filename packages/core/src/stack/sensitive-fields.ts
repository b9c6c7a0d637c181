import { KeykistError } from "../errors/keykist-error.ts";
import { copyJsonLike, isPlainObject, type ValuePath } from "../references/json-like.ts";
import { wholeReference } from "../references/parse-references.ts";
import type { ConfigSchema } from "./config-schema.ts";
import { isSensitive, type JsonSchemaShape, shapeOf, stepInto } from "./json-schema-shape.ts";

const MASK = "(hidden)";

/** Tells which fields of a configuration must not be shown. */
export interface SensitiveFields {
  /** A frozen copy whose sensitive fields can be read, but are not enumerable: nothing prints them. */
  hide<Value>(config: Value): Value;
  /** A copy to be shown: `(hidden)` in the place of sensitive values. */
  mask(config: unknown): unknown;
}

/**
 * The sensitive fields of a schema: those that its JSON Schema marks `writeOnly`. A field that is
 * one reference as a whole holds no secret, and is shown.
 *
 * @throws KeykistError `INVALID_CONFIG` where the schema gives no JSON Schema: what is sensitive
 * would not be known
 */
export function sensitiveFields(schema: ConfigSchema): SensitiveFields {
  const shapes = jsonSchemaShapes(schema);

  function isHidden(path: ValuePath, value: unknown): boolean {
    const marked = shapes.some((shape) => {
      let place = shape;
      for (const key of path) place = stepInto(place, key).shape;
      return marks(place, value);
    });
    return marked && !(typeof value === "string" && wholeReference(value) !== undefined);
  }

  function hide(copy: object, path: ValuePath): void {
    if (isPlainObject(copy)) {
      for (const [key, value] of Object.entries(copy)) {
        if (!isHidden([...path, key], value)) continue;
        // A getter: `inspect` with `showHidden` prints values that are not enumerable, but calls nothing.
        Object.defineProperty(copy, key, { get: () => value, enumerable: false });
      }
    }
    Object.freeze(copy);
  }

  return {
    hide: (config) => copyJsonLike(config, { finish: hide }),
    mask: (config) =>
      copyJsonLike(config, {
        finish: (copy, path) => {
          for (const [key, value] of Object.entries(copy)) {
            if (isHidden([...path, key], value)) Object.defineProperty(copy, key, { value: MASK });
          }
        },
      }),
  };
}

/** Reports whether a value, or any item of an array, is marked: an array's items cannot be hidden one by one. */
function marks(shape: JsonSchemaShape, value: unknown): boolean {
  if (isSensitive(shape)) return true;
  return (
    Array.isArray(value) && value.some((item, index) => marks(stepInto(shape, index).shape, item))
  );
}

function jsonSchemaShapes(schema: ConfigSchema): readonly JsonSchemaShape[] {
  const { jsonSchema } = schema["~standard"];
  const target = { target: "draft-2020-12" } as const;
  let input: JsonSchemaShape;
  try {
    input = shapeOf(jsonSchema.input(target));
  } catch {
    throw new KeykistError("INVALID_CONFIG", "the configuration's schema gives no JSON Schema", {
      hint: "use types that JSON Schema knows; in zod, a codec over a string in place of a date",
    });
  }
  try {
    return [input, shapeOf(jsonSchema.output(target))];
  } catch {
    // A one-way transform has no output form; its input form tells enough.
    return [input];
  }
}
