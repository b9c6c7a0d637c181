import { isSchemaType } from "../secrets/grammar.ts";
import type { SecretSchema } from "./secret-schema.ts";

const methods = ["create", "decode", "encode", "toJSONSchema"] as const;
const keyLists = ["requiredKeys", "optionalKeys"] as const;

/** Reports whether a value has all that a schema has; schemas of another copy of this package have it too. */
export function isSecretSchema(value: unknown): value is SecretSchema {
  if (typeof value !== "object" || value === null) return false;
  const property = (name: string): unknown => Reflect.get(value, name);
  return (
    isSchemaType(property("TYPE")) &&
    methods.every((name) => typeof property(name) === "function") &&
    keyLists.every((name) => isListOfText(property(name)))
  );
}

function isListOfText(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
