import { KeykistError } from "../errors/keykist-error.ts";
import { isSchemaType, isSecretKey } from "../secrets/grammar.ts";
import { DeclaredKey } from "./declared-key.ts";
import { oneWayProblem } from "./one-way.ts";
import type { SecretShape } from "./secret-shape.ts";
import { storesText } from "./stored-form.ts";
import { zodDefinition } from "./zod-definition.ts";

interface Mistake {
  readonly problem: string;
  readonly hint: string;
}

const codecHint =
  "use a codec over a string: integer(), boolean(), json(schema) or base64Bytes() of @keykist/core/schemas, or one made with z.codec";

function typeMistake(type: unknown): Mistake | undefined {
  if (zodDefinition(type) === undefined) {
    return { problem: "is no type of zod 4", hint: 'import { z } from "zod" and use z.string()' };
  }
  if (typeof Reflect.get(Object(type), "safeEncode") !== "function") {
    return {
      problem: "is a type of zod/mini, or of a zod before 4.2",
      hint: 'import { z } from "zod", in version 4.2 or later',
    };
  }
  const oneWay = oneWayProblem(type);
  if (oneWay !== undefined) return { problem: `contains ${oneWay}`, hint: codecHint };
  return storesText(type) ? undefined : { problem: "is not stored as a string", hint: codecHint };
}

function checkedMistake(type: unknown): Mistake | undefined {
  try {
    return typeMistake(type);
  } catch {
    return {
      problem: "cannot be looked at: z.lazy() or a getter in it fails",
      hint: "define the types that it refers to before the schema",
    };
  }
}

function assertType(type: unknown): void {
  if (!isSchemaType(type)) {
    throw new KeykistError("INVALID_CONFIG", "the type of the schema is not valid", {
      hint: 'use letters, digits, ".", "_" and "-", beginning with a letter or digit, at most 63',
    });
  }
  if (type === "arbitrary") {
    throw new KeykistError("INVALID_CONFIG", 'no schema can be defined as "arbitrary"', {
      hint: "use arbitrarySchema, or choose another type",
    });
  }
}

function assertIsShape(type: string, shape: unknown): void {
  // `{ __proto__: z.string() }` sets the prototype in place of a key; the key would be lost in silence.
  const prototype: unknown =
    typeof shape === "object" && shape !== null ? Object.getPrototypeOf(shape) : undefined;
  if (prototype === null || prototype === Object.prototype) return;
  throw new KeykistError("INVALID_CONFIG", `the schema "${type}" has no shape`, {
    hint: "pass a plain object of keys and zod types; to declare the key __proto__, write it in brackets",
  });
}

/**
 * The keys that a shape declares, sorted.
 *
 * @throws KeykistError `INVALID_CONFIG`, `INVALID_KEY`: the shape is not one of a schema
 */
export function declaredKeys(type: string, shape: SecretShape): ReadonlyMap<string, DeclaredKey> {
  assertType(type);
  assertIsShape(type, shape);
  const keys = new Map<string, DeclaredKey>();
  for (const [key, zodType] of Object.entries(shape).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (!isSecretKey(key)) {
      throw new KeykistError(
        "INVALID_KEY",
        `the schema "${type}" declares ${JSON.stringify(key)}, which is no key`,
        { hint: "use letters, digits, _ and -, beginning with a letter or _, at most 128" },
      );
    }
    const mistake = checkedMistake(zodType);
    if (mistake !== undefined) {
      const { problem, hint } = mistake;
      throw new KeykistError(
        "INVALID_CONFIG",
        `the schema "${type}" is not valid: ${key} ${problem}`,
        { issues: [{ key, problem }], hint },
      );
    }
    keys.set(key, new DeclaredKey(zodType));
  }
  return keys;
}
