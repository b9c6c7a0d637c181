import type { SecretRecord } from "@keykist/core";
import { STATUS, statusOf } from "./errors/status.ts";
import type { KeyEntry } from "./manifest-log/manifest.ts";
import { addValue, valueOf } from "./manifest-log/values.ts";
import { keyId } from "./names.ts";
import { allOf, digestOf, type WriteContext } from "./stored-log.ts";

/** The incarnation that is written, and what the state before it names. */
export interface StoredBefore {
  readonly uid: string;
  readonly before: ReadonlyMap<string, KeyEntry>;
}

/** An entry to be stored. */
interface Entry {
  readonly key: string;
  readonly value: string;
  readonly digest: string;
  /** Where the value is already, if it is. */
  readonly known: KeyEntry | undefined;
}

/**
 * Stores the entries of a record that the manifest does not name already. Returns the entries of the next manifest.
 */
export async function storeEntries(
  context: WriteContext,
  record: SecretRecord,
  { uid, before }: StoredBefore,
): Promise<ReadonlyMap<string, KeyEntry>> {
  const { log, call } = context;
  const entries = [...record.entries].map(([key, value]): Entry => {
    const digest = digestOf(uid, key, value);
    const known = before.get(key);
    return { key, value, digest, known: known?.digest === digest ? known : undefined };
  });
  const missing = entries.filter(({ key }) => !before.has(key));
  await allOf(missing.map(({ key }) => ensureSecret(context, record, key)));
  const changed = entries.filter(({ known }) => known === undefined);
  const kept = entries.filter(({ known }) => known !== undefined);
  const stored = await allOf(changed.map((entry) => storeValue(context, record, entry)));
  // Something has deleted a key's secret; or the update changes nothing, which is how someone restores what is damaged.
  const isSuspect = stored.some(({ wasGone }) => wasGone) || changed.length === 0;
  const checked = await allOf(
    kept.map(async (entry) => {
      const { known } = entry;
      if (known === undefined) return storeValue(context, record, entry);
      const isLooked = isSuspect && call.operation === "updateSecret";
      const isDamaged = isLooked && (await valueOf(log.port, known)) === undefined;
      if (isDamaged) return storeValue(context, record, entry);
      return { key: entry.key, entry: known };
    }),
  );
  const named = new Map([...stored, ...checked].map(({ key, entry }) => [key, entry] as const));
  // In the order of the record.
  return new Map(
    entries.flatMap(({ key }) => {
      const entry = named.get(key);
      return entry === undefined ? [] : [[key, entry] as const];
    }),
  );
}

async function ensureSecret(
  { secrets, path, call, log }: WriteContext,
  { type }: Pick<SecretRecord, "type">,
  key: string,
): Promise<void> {
  await secrets.ensure({ path, key, type, role: "key" }, call);
  log.ownKeys.note(keyId(path, key));
}

async function storeValue(
  context: WriteContext,
  record: SecretRecord,
  { key, value, digest }: Entry,
): Promise<{ readonly key: string; readonly entry: KeyEntry; readonly wasGone: boolean }> {
  const { log, path, added } = context;
  const add = (): Promise<KeyEntry> => addValue(log.port, keyId(path, key), Buffer.from(value));
  let wasGone = false;
  let entry: KeyEntry;
  try {
    entry = await add();
  } catch (error) {
    // The whole content was given, so what something else has deleted is made again.
    if (statusOf(error) !== STATUS.NOT_FOUND) throw error;
    wasGone = true;
    await ensureSecret(context, record, key);
    entry = await add();
  }
  if (entry.version !== undefined) added.note(key, entry.version.number);
  return { key, entry: { ...entry, digest }, wasGone };
}
