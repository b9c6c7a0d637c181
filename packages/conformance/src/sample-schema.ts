import { type SecretSchema, SecretSchemaRegistry } from "@keykist/core";

/** A schema other than `arbitrary` that every registry knows: keys `username` and `password`. */
export function basicAuthSchema(): Promise<SecretSchema> {
  return new SecretSchemaRegistry().get("basic_auth");
}
