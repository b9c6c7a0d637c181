import { createHash, randomUUID } from "node:crypto";
import {
  type Call,
  isSecretKey,
  type Revision,
  type SecretRecord,
  type StoredRecord,
} from "@keykist/core";
import type { GcpSecrets } from "./gcp-secrets.ts";
import type { LogPort } from "./manifest-log/log-port.ts";
import { LogReader, type LogState } from "./manifest-log/log-reader.ts";
import { LogWriter } from "./manifest-log/log-writer.ts";
import type { KeyEntry, Manifest } from "./manifest-log/manifest.ts";
import { addValue } from "./manifest-log/values.ts";
import { headId, keyId } from "./names.ts";
import type { AddedValues } from "./native-reads.ts";
import { logPort } from "./versions.ts";

/** The log of one secret, in one operation. */
export interface StoredLog {
  readonly port: LogPort;
  /** A reader that knows nothing yet. */
  readonly reader: () => LogReader;
  readonly writer: () => LogWriter;
}

export function storedLog(secrets: GcpSecrets, path: string, call: Call): StoredLog {
  const { parent } = secrets;
  const owns = (manifest: Manifest): boolean => isManifestOf(path, manifest);
  const port = logPort(secrets, { parent, head: headId(path), owns }, call);
  const reader = (): LogReader => new LogReader(port);
  const writer = (): LogWriter => new LogWriter(port, reader(), { transaction: randomUUID() });
  return { port, reader, writer };
}

/** The state of a secret that is there. */
export interface LiveState {
  readonly number: number;
  readonly manifest: Manifest;
}

/** The state, if the secret is there in it. */
export function liveState({ number, manifest }: LogState): LiveState | undefined {
  return manifest === undefined || manifest.deleted ? undefined : { number, manifest };
}

/**
 * Reports whether a manifest names this path, and for each key the id that path and key give. Whoever may add versions
 * to a head can write any manifest into it; what names other secrets must never be read, written or destroyed through it.
 */
function isManifestOf(path: string, manifest: Manifest): boolean {
  return (
    manifest.path === path &&
    [...manifest.keys].every(([key, { secret }]) => isSecretKey(key) && secret === keyId(path, key))
  );
}

export function revisionOf({ number, manifest }: LiveState): Revision {
  return `${manifest.uid}.${number}`;
}

/** A state as the base wants it. */
export function storedRecord(
  live: LiveState,
  values: ReadonlyMap<string, Uint8Array>,
): StoredRecord {
  const { type, created, at, keys } = live.manifest;
  const entries = new Map([...values].map(([key, value]) => [key, textOf(value)] as const));
  return {
    type,
    entries,
    keys: [...keys.keys()],
    revision: revisionOf(live),
    owned: true,
    createdAt: new Date(created),
    updatedAt: new Date(at),
  };
}

export function textOf(value: Uint8Array): string {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString();
}

/** An incarnation of a secret: what its revisions begin with. */
export function newUid(): string {
  return randomUUID().replaceAll("-", "").slice(0, 20);
}

/**
 * Tells whether a value is the one that is stored, without reading that: 72 bits, beside the checksum's 32. Who may
 * read the manifest can try values on it, as on the checksum.
 */
export function digestOf(uid: string, key: string, value: string): string {
  const digest = createHash("sha256").update(`${uid}\0${key}\0${value}`).digest();
  return digest.subarray(0, 9).toString("base64url");
}

/**
 * Stores the entries of a record, where they are not what the manifest names already, and answers what the next
 * manifest names.
 */
export async function storeEntries(
  { secrets, path, log, call, added }: WriteContext,
  { entries, type }: SecretRecord,
  { uid, before }: { readonly uid: string; readonly before: ReadonlyMap<string, KeyEntry> },
): Promise<ReadonlyMap<string, KeyEntry>> {
  const kept = new Map<string, KeyEntry>();
  const changed = [...entries].map(([key, value]) => ({
    key,
    value,
    digest: digestOf(uid, key, value),
  }));
  for (const { key, digest } of changed) {
    const known = before.get(key);
    if (known?.digest === digest) kept.set(key, known);
  }
  const missing = changed.filter(({ key }) => !before.has(key));
  await allOf(missing.map(({ key }) => secrets.ensure({ path, key, type, role: "key" }, call)));
  const stored = await allOf(
    changed.map(async ({ key, value, digest }): Promise<[string, KeyEntry]> => {
      const known = kept.get(key);
      if (known !== undefined) return [key, known];
      const entry = await addValue(log.port, keyId(path, key), Buffer.from(value));
      if (entry.version !== undefined) added.note(key, entry.version.number);
      return [key, { ...entry, digest }];
    }),
  );
  return new Map(stored);
}

/** What a write works with. */
export interface WriteContext {
  readonly secrets: GcpSecrets;
  readonly path: string;
  readonly log: StoredLog;
  readonly call: Call;
  /** Told of each value that is added. */
  readonly added: AddedValues;
}

/** Waits for all, also after one has failed: nothing of a write goes on behind its back. */
export async function allOf<T>(work: readonly Promise<T>[]): Promise<readonly T[]> {
  const settled = await Promise.allSettled(work);
  return settled.map((outcome) => {
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  });
}
