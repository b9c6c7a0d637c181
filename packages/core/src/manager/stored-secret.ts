import { KeykistError } from "../errors/keykist-error.ts";
import { arbitrarySchema } from "../schemas/arbitrary-schema.ts";
import type { SchemaRegistry } from "../schemas/schema-registry.ts";
import type { Entries, SecretSchema } from "../schemas/secret-schema.ts";
import { createSecret } from "../secrets/create-secret.ts";
import { rawContent, sortedEntries } from "../secrets/raw-content.ts";
import type { Secret } from "../secrets/secret.ts";
import type { StoredRecord } from "./flavor-contract.ts";
import { invalidEntries, UNKNOWN_KEY } from "../secrets/invalid-entries.ts";
import { assertFitsType } from "./secret-record.ts";

const rawHint = "read it with arbitrarySchema to see the raw strings";
const unknownKeysHint =
  "leave out keys that the schema does not know with the option unknownKeys, or read it with arbitrarySchema";

/** Reports whether a caller asks for raw strings, whatever the type of the secret. */
export function isRaw(schema: SecretSchema): boolean {
  return schema.TYPE === arbitrarySchema.TYPE;
}

/** The options of a read, apart from the schema. */
export interface Reading {
  readonly keys: readonly string[] | undefined;
  readonly unknownKeys: "refuse" | "ignore" | undefined;
}

/** The entries that were asked for, sorted, and whether any were left out. */
function select(
  stored: StoredRecord,
  keys: Iterable<string> | undefined,
): { readonly entries: Entries; readonly partial: boolean } {
  const sorted = sortedEntries(stored.entries);
  const total = stored.keys?.length ?? sorted.size;
  if (keys === undefined) return { entries: sorted, partial: sorted.size < total };
  const wanted = new Set(keys);
  const entries = new Map([...sorted].filter(([key]) => wanted.has(key)));
  return { entries, partial: entries.size < total };
}

/** The keys that a typed read looks at; `undefined` is all. */
function selectedKeys(
  schema: SecretSchema,
  { keys, unknownKeys }: Reading,
): Iterable<string> | undefined {
  if (unknownKeys !== "ignore" || isRaw(schema)) return keys;
  const known = new Set([...schema.requiredKeys, ...schema.optionalKeys]);
  return keys === undefined ? known : keys.filter((key) => known.has(key));
}

/** A stored secret under the schema that the caller asks for. */
export function typedSecret<Content extends object>(
  name: string,
  stored: StoredRecord,
  schema: SecretSchema<Content>,
  reading: Reading,
): Secret<Content> {
  if (stored.type !== undefined && stored.type !== schema.TYPE && !isRaw(schema)) {
    throw new KeykistError(
      "SCHEMA_MISMATCH",
      `the secret ${JSON.stringify(name)} has the schema type "${stored.type}", not "${schema.TYPE}"`,
      {
        hint: `read it with the schema "${stored.type}", or with arbitrarySchema for the raw strings`,
      },
    );
  }
  const { entries, partial } = select(stored, selectedKeys(schema, reading));
  const decoded = schema.decode(entries, { keys: reading.keys });
  if (decoded.kind === "invalid") {
    const onlyUnknown = decoded.issues.every(({ key }) => key === UNKNOWN_KEY);
    const hint = onlyUnknown ? unknownKeysHint : rawHint;
    throw invalidEntries(name, schema.TYPE, decoded.issues, hint);
  }
  const type = stored.type ?? schema.TYPE;
  return createSecret({
    name,
    type,
    entries,
    content: decoded.content,
    revision: stored.revision,
    partial,
  });
}

/** A stored secret as raw strings, checked against the schema of its type where the registry knows it. */
export async function rawSecret(
  name: string,
  stored: StoredRecord,
  registry: SchemaRegistry,
  { keys }: Reading,
): Promise<Secret> {
  const { entries, partial } = select(stored, keys);
  const type = stored.type ?? arbitrarySchema.TYPE;
  await assertFitsType(name, type, entries, registry, { keys, hint: rawHint });
  return createSecret({
    name,
    type,
    entries,
    content: rawContent(entries),
    revision: stored.revision,
    partial,
  });
}
