import type { ValidationIssue } from "../errors/keykist-error.ts";
import type { Secret } from "../secrets/secret.ts";

/** Stored entries of a secret: key → raw string, sorted by key. */
export type Entries = ReadonlyMap<string, string>;

/** A JSON Schema (draft 2020-12) document. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The typed content of stored entries, or what is wrong with them. Issues never hold a value. */
export type Decoded<Content> =
  | { readonly kind: "decoded"; readonly content: Content }
  | { readonly kind: "invalid"; readonly issues: readonly ValidationIssue[] };

/** The entries to be stored for a content, or what is wrong with it. Issues never hold a value. */
export type Encoded =
  | { readonly kind: "encoded"; readonly entries: Entries }
  | { readonly kind: "invalid"; readonly issues: readonly ValidationIssue[] };

/**
 * A named template of required and optional keys. `Content` is what reading gives, `Input` what
 * `create` takes (keys with a default may be left out of it).
 *
 * Managers and registries ask for this interface, never for a class, so that schemas of two
 * installed copies of this package fit each other.
 */
export interface SecretSchema<Content extends object = object, Input extends object = object> {
  /** The name of the schema, stored with each secret: `[A-Za-z0-9][A-Za-z0-9._-]{0,62}`. */
  readonly TYPE: string;
  /** Keys that must be there, sorted. */
  readonly requiredKeys: readonly string[];
  /** Keys that may be there, sorted. */
  readonly optionalKeys: readonly string[];
  /**
   * Makes a secret; writes nothing.
   *
   * @throws KeykistError `INVALID_NAME`, `INVALID_KEY`, `INVALID_VALUE`.
   */
  create(name: string, content: Input): Secret<Content>;
  /**
   * Checks stored entries and gives their typed content (a frozen object without a prototype).
   * With `keys`, only these are looked at, and required keys outside them are not missed.
   */
  decode(
    entries: Entries,
    options?: { readonly keys?: readonly string[] | undefined },
  ): Decoded<Content>;
  /** Checks a content and gives the strings to be stored. */
  encode(content: object): Encoded;
  /** The stored form as JSON Schema: an object of strings. */
  toJSONSchema(): JsonSchema;
}

/** The typed content of the secrets of a schema: `ContentOf<typeof exampleSchema>`. */
export type ContentOf<Schema> =
  Schema extends SecretSchema<infer Content, infer _Input> ? Content : never;
