import type { z } from "zod";
import { setBrand } from "../../brand.ts";
import { BaseSecretSchema } from "../base-secret-schema.ts";
import type { ZodBuiltInType } from "../built-in-types.ts";
import type { boolean, integer } from "../codecs.ts";
import type { SecretShape } from "../secret-shape.ts";

/** A text that must be set. */
export type RequiredText = z.ZodString;
/** A text that may be unset. */
export type OptionalText = z.ZodOptional<z.ZodString>;
/** A text that has a default. */
export type DefaultedText = z.ZodDefault<z.ZodString>;
/** A truth value with a default, stored as `"true"` or `"false"`. */
export type Flag = z.ZodDefault<ReturnType<typeof boolean>>;
/** An integer that may be unset. */
export type OptionalInteger = z.ZodOptional<ReturnType<typeof integer>>;

/** Defines a schema that every registry knows: it is recognised, of whichever copy of this package it is. */
export function builtIn<const Shape extends SecretShape>(
  type: ZodBuiltInType,
  shape: Shape,
): BaseSecretSchema<Shape> {
  const schema = new BaseSecretSchema(type, shape);
  setBrand(schema, "builtIn", type);
  return schema;
}
