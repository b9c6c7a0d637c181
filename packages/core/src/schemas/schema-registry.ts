import type { SecretSchema } from "./secret-schema.ts";

/** Knows schemas by their type. Managers ask for this interface, so that two copies of core fit. */
export interface SchemaRegistry {
  /**
   * Makes a schema known, and returns it. The same object twice is fine.
   *
   * @throws KeykistError `SCHEMA_EXISTS` where another schema has the type
   */
  register<Schema extends SecretSchema>(schema: Schema): Schema;
  /**
   * The schema of a type. Built-in schemas, and zod with them, are loaded the first time they are
   * asked for; hence the promise.
   *
   * @throws KeykistError `SCHEMA_NOT_FOUND`, naming the types that are known
   */
  get(type: string): Promise<SecretSchema>;
  /** Reports whether `get` would answer. Loads nothing. */
  has(type: string): boolean;
  /** All known types, sorted, the built-in ones among them. Loads nothing. */
  types(): string[];
}
