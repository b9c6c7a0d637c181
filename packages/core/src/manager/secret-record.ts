import { KeykistError } from "../errors/keykist-error.ts";
import { arbitrarySchema } from "../schemas/arbitrary-schema.ts";
import { keysHint } from "../schemas/keys-hint.ts";
import type { SchemaRegistry } from "../schemas/schema-registry.ts";
import type { Entries } from "../schemas/secret-schema.ts";
import { secretState } from "../secrets/create-secret.ts";
import { assertSecretName, isSchemaType } from "../secrets/grammar.ts";
import { rawContent } from "../secrets/raw-content.ts";
import type { Secret } from "../secrets/secret.ts";
import type { Limits } from "./capabilities.ts";
import { invalidEntries } from "../secrets/invalid-entries.ts";
import type { SecretRecord } from "./flavor-contract.ts";

/** The name and the entries of a secret that a caller passes in. */
export interface SecretToWrite {
  readonly name: string;
  readonly record: SecretRecord;
}

/**
 * Takes a secret apart, from whichever copy of this package it comes.
 *
 * @throws KeykistError `INVALID_NAME`, `INVALID_VALUE`
 */
export function takeApart(secret: Secret<object>): SecretToWrite {
  const state = secretState(secret);
  if (state === undefined) {
    throw new KeykistError("INVALID_VALUE", "what was passed is not a secret", {
      hint: "make it with the create method of a schema, such as arbitrarySchema.create(name, entries)",
    });
  }
  const { name, type } = secret;
  assertSecretName(name);
  if (state.partial) {
    throw new KeykistError(
      "INVALID_VALUE",
      `the secret ${JSON.stringify(name)} holds only some of its keys`,
      {
        secret: name,
        hint: "writing it would drop the others: read it without keys, or use modifySecret",
      },
    );
  }
  if (!isSchemaType(type)) {
    throw new KeykistError(
      "INVALID_VALUE",
      `the type of the secret ${JSON.stringify(name)} is no schema type`,
      {
        secret: name,
        hint: 'use letters, digits, ".", "_" and "-", at most 63',
      },
    );
  }
  return { name, record: { type, entries: state.entries } };
}

/**
 * Checks entries before they are written: against the grammar of keys and values, and against
 * the schema of their type where the registry knows it.
 *
 * @throws KeykistError `INVALID_KEY`, `INVALID_VALUE`
 */
export async function assertWritable(
  name: string,
  record: SecretRecord,
  registry: SchemaRegistry,
): Promise<void> {
  const raw = arbitrarySchema.encode(rawContent(record.entries));
  if (raw.kind === "invalid") throw invalidEntries(name, record.type, raw.issues);
  await assertFitsType(name, record.type, record.entries, registry);
}

/**
 * Checks entries against the schema of their type, where the registry knows it.
 *
 * @throws KeykistError `INVALID_KEY`, `INVALID_VALUE`
 */
export async function assertFitsType(
  name: string,
  type: string,
  entries: Entries,
  registry: SchemaRegistry,
  options: {
    readonly keys?: readonly string[] | undefined;
    readonly hint?: string | undefined;
  } = {},
): Promise<void> {
  if (type === arbitrarySchema.TYPE || !registry.has(type)) return;
  const schema = await registry.get(type);
  const decoded = schema.decode(entries, { keys: options.keys });
  if (decoded.kind === "invalid") {
    throw invalidEntries(name, type, decoded.issues, options.hint ?? keysHint(schema));
  }
}

/** The bytes of all keys and values, for flavors that store them one by one. */
export function plainBytes(entries: Entries): number {
  let bytes = 0;
  for (const [key, value] of entries) bytes += Buffer.byteLength(key) + Buffer.byteLength(value);
  return bytes;
}

/**
 * Checks a secret against the limits of a manager.
 *
 * @throws KeykistError `LIMIT_EXCEEDED`
 */
export function assertWithinLimits(
  { name, record }: SecretToWrite,
  limits: Limits,
  encodedBytes: (record: SecretRecord) => number,
): void {
  let longest = 0;
  for (const value of record.entries.values())
    longest = Math.max(longest, Buffer.byteLength(value));
  const measures = [
    ["the name", "characters", name.length, limits.names],
    ["the secret", "keys", record.entries.size, limits.keys],
    ["the longest value", "bytes", longest, limits.valueBytes],
    ["the secret, as it is stored,", "bytes", encodedBytes(record), limits.secretBytes],
  ] as const;
  for (const [subject, unit, size, limit] of measures) {
    if (size > limit) {
      throw new KeykistError(
        "LIMIT_EXCEEDED",
        `${subject} has ${size} ${unit}; this manager takes at most ${limit}`,
        {
          hint: "split the secret, or keep it in a manager with wider limits",
        },
      );
    }
  }
}
