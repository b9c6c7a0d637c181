import { KeykistError } from "../errors/keykist-error.ts";
import { arbitrarySchema } from "../schemas/arbitrary-schema.ts";
import type { Entries } from "../schemas/secret-schema.ts";
import { createSecret } from "./create-secret.ts";
import { assertSecretName, isSchemaType } from "./grammar.ts";
import { invalidEntries } from "./invalid-entries.ts";
import { rawContent } from "./raw-content.ts";
import type { Secret } from "./secret.ts";

/** What {@link secretFromEntries} makes a secret of. */
export interface SecretEntries {
  readonly name: string;
  /** The type of its schema. */
  readonly type: string;
  /** The raw strings by key, as they are to be stored. */
  readonly entries: Entries;
}

/**
 * Makes a secret of raw strings under any schema type: for tools that take values from people and files, or move
 * secrets, and must keep every byte. Whether the entries fit the schema is checked when the secret is written, by the
 * manager's registry. Programs that know the schema use its `create`.
 *
 * @throws KeykistError `INVALID_NAME`, `INVALID_KEY`, `INVALID_VALUE`
 * @example
 * ```ts
 * const entries = new Map([["username", "app"], ["password", "…"]]);
 * await manager.registerSecret(secretFromEntries({ name: "db", type: "basic_auth", entries }));
 * ```
 */
export function secretFromEntries({ name, type, entries }: SecretEntries): Secret {
  assertSecretName(name);
  if (!isSchemaType(type)) {
    throw new KeykistError("INVALID_VALUE", "the type of the secret is no schema type", {
      secret: name,
      hint: 'use letters, digits, ".", "_" and "-", at most 63',
    });
  }
  const content = rawContent(entries);
  const encoded = arbitrarySchema.encode(content);
  if (encoded.kind === "invalid") throw invalidEntries(name, type, encoded.issues);
  return createSecret({ name, type, entries, content });
}
