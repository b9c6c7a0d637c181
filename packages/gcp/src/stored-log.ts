import { isUtf8 } from "node:buffer";
import { createHash, randomUUID } from "node:crypto";
import { type Call, isSecretKey, type Revision, type StoredRecord } from "@keykist/core";
import type { GcpSecrets } from "./gcp-secrets.ts";
import { LogError } from "./manifest-log/log-error.ts";
import type { LogPort } from "./manifest-log/log-port.ts";
import { LogReader, type LogState } from "./manifest-log/log-reader.ts";
import { LogWriter } from "./manifest-log/log-writer.ts";
import type { Manifest } from "./manifest-log/manifest.ts";
import { headId, keyId } from "./names.ts";
import type { AddedValues } from "./native-reads.ts";
import { OwnKeys } from "./own-keys.ts";
import { logPort } from "./versions.ts";

/** The log of one secret, in one operation. */
export interface StoredLog {
  readonly port: LogPort;
  /** Which secrets of its keys keykist made. */
  readonly ownKeys: OwnKeys;
  /** A reader that knows nothing yet. */
  readonly reader: () => LogReader;
  readonly writer: () => LogWriter;
}

export function storedLog(secrets: GcpSecrets, path: string, call: Call): StoredLog {
  const { parent } = secrets;
  const owns = (manifest: Manifest): boolean => isManifestOf(path, manifest);
  const ownKeys = new OwnKeys(secrets, path, call);
  const isOwnKey = (secret: string): Promise<boolean> => ownKeys.has(secret);
  const port = logPort(secrets, { parent, head: headId(path), owns, isOwnKey }, call);
  const reader = (): LogReader => new LogReader(port);
  const writer = (): LogWriter => new LogWriter(port, reader(), { transaction: randomUUID() });
  return { port, ownKeys, reader, writer };
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
  const entries = new Map([...values].map(([key, value]) => [key, textOf(key, value)] as const));
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

/** A value as text. keykist writes nothing else, and shows no other bytes than were written. */
export function textOf(key: string, value: Uint8Array): string {
  if (!isUtf8(value))
    throw new LogError(
      "damaged",
      `the value of the key "${key}" is not text, so keykist did not write it`,
    );
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
