import { isPlainObject } from "../references/json-like.ts";
import type { ConfigField, IntegerField, StringField } from "./config-field.ts";

function textProblem({ values, pattern }: StringField, value: unknown): string | undefined {
  if (typeof value !== "string") return "expected string";
  if (values !== undefined && !values.includes(value)) {
    return `expected one of: ${values.join(", ")}`;
  }
  const matches = pattern === undefined || new RegExp(pattern, "u").test(value);
  return matches ? undefined : `does not match ${pattern}`;
}

function integerProblem({ minimum, maximum }: IntegerField, value: unknown): string | undefined {
  if (typeof value !== "number" || !Number.isSafeInteger(value)) return "expected integer";
  if (minimum !== undefined && value < minimum) return `expected integer of at least ${minimum}`;
  if (maximum !== undefined && value > maximum) return `expected integer of at most ${maximum}`;
  return undefined;
}

function isStringMap(value: unknown): boolean {
  return isPlainObject(value) && Object.values(value).every((item) => typeof item === "string");
}

/** What is wrong with a value of a field, or `undefined`. Quotes the field, never the value. */
export function fieldProblem(field: ConfigField, value: unknown): string | undefined {
  if (field.type === "string") return textProblem(field, value);
  if (field.type === "integer") return integerProblem(field, value);
  if (field.type === "boolean") return typeof value === "boolean" ? undefined : "expected boolean";
  return isStringMap(value) ? undefined : "expected object of strings";
}
