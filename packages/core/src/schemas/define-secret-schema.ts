import { BaseSecretSchema } from "./base-secret-schema.ts";
import type { SecretShape } from "./secret-shape.ts";

/**
 * Defines a schema: the keys that its secrets must and may have, each with a zod type. `.optional()` makes a
 * key optional; so does `.default()`, and `create` then stores the default.
 *
 * Stored values are strings. Every other type is a codec over a string: `@keykist/core/schemas` has some,
 * `z.codec` makes more. What works one way only (`.transform()`, `.catch()`, `.trim()`) is refused: a secret
 * has to read as it was written.
 *
 * @throws KeykistError `INVALID_CONFIG` for a type or shape that cannot be, `INVALID_KEY` for a key outside
 * the grammar
 * @example
 * ```ts
 * const exampleSchema = defineSecretSchema("example", {
 *   username: z.string(),
 *   password: z.string(),
 *   token: z.string().optional(),
 * });
 * const secret = exampleSchema.create("prod-db", { username: "app", password: "…" });
 * ```
 */
export function defineSecretSchema<const Shape extends SecretShape>(
  type: string,
  shape: Shape,
): BaseSecretSchema<Shape> {
  return new BaseSecretSchema(type, shape);
}
