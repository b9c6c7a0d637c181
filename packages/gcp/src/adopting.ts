import { isUtf8 } from "node:buffer";
import type { AdoptOutcome, Call, Revision, StoredRecord } from "@keykist/core";
import { KeykistError } from "@keykist/core";
import { foreignRecordOf } from "./foreign-secret.ts";
import type { GcpSecrets } from "./gcp-secrets.ts";
import { crc32c } from "./manifest-log/checksum.ts";
import type { KeyEntry } from "./manifest-log/manifest.ts";
import { foreignId, keyId } from "./names.ts";
import { keysFilter, ownKeyOf } from "./ownership.ts";
import { AddedValues } from "./native-reads.ts";
import { foreignLatest } from "./reading.ts";
import {
  digestOf,
  type LiveState,
  liveState,
  revisionOf,
  storedLog,
  textOf,
} from "./stored-log.ts";
import { storeEntries } from "./storing-entries.ts";
import { versionsPort } from "./versions.ts";
import { committed, register, write } from "./writing.ts";

/** The latest version of a key's secret. */
interface LatestValue {
  readonly number: number;
  readonly data: Uint8Array;
}

/** What can be adopted under a path, and where it comes from. */
type Adoptable =
  /** A secret that something else has made. */
  | { readonly kind: "foreign"; readonly record: StoredRecord; readonly isText: boolean }
  /** Keys whose head is lost. */
  | { readonly kind: "keys"; readonly latest: ReadonlyMap<string, LatestValue> }
  /** Values that a person has added to keys of a secret that is there. */
  | {
      readonly kind: "drift";
      readonly live: LiveState;
      readonly latest: ReadonlyMap<string, LatestValue>;
    };

/**
 * Reads what an adoption would take over; a secret of keykist without drift is answered as it is, as owned. Nothing else
 * shows what is adopted here: readers see what manifests name.
 */
export async function readAdoptable(
  secrets: GcpSecrets,
  path: string,
  owned: () => Promise<StoredRecord | undefined>,
  call: Call,
): Promise<StoredRecord | undefined> {
  const adoptable = await find(secrets, path, call);
  if (adoptable === undefined) return owned();
  if (adoptable.kind === "foreign") return adoptable.record;
  const entries = new Map(
    [...adoptable.latest].map(([key, { data }]) => [key, shownValue(data)] as const),
  );
  const base = { type: undefined, revision: revisionOfAdoptable(adoptable), owned: false };
  if (adoptable.kind === "keys") return { ...base, entries };
  const stored = await owned();
  if (stored === undefined || stored.revision !== revisionOf(adoptable.live)) return stored;
  return { ...base, entries: new Map([...stored.entries, ...entries]) };
}

/** Takes over what {@link readAdoptable} has shown, if it is still so. */
export async function adopt(
  secrets: GcpSecrets,
  path: string,
  { type, expected }: { readonly type: string; readonly expected: Revision },
  call: Call,
): Promise<AdoptOutcome> {
  const adoptable = await find(secrets, path, call);
  if (adoptable === undefined) return { kind: "absent" };
  if (revisionOfAdoptable(adoptable) !== expected) return { kind: "conflict" };
  refuseBytes(adoptable);
  if (adoptable.kind === "drift") return takeInDrift(secrets, path, { type, adoptable }, call);
  const log = storedLog(secrets, path, call);
  const outcome = await register(
    { secrets, path, log, call, added: new AddedValues() },
    { type },
    async ({ uid, ...context }) => {
      if (adoptable.kind === "keys") return entriesOf(path, uid, adoptable.latest);
      const record = { type, entries: adoptable.record.entries };
      return storeEntries(context, record, { uid, before: new Map() });
    },
    { overForeign: true },
  );
  if (outcome.kind === "exists") return { kind: "conflict" };
  return { kind: "adopted", revision: outcome.revision };
}

/** The value that a person sees before an adoption, in base64 if it is not text. */
function shownValue(data: Uint8Array): string {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return bytes.toString(isUtf8(data) ? "utf8" : "base64");
}

/** keykist writes text. Other bytes would not come back as they were. */
function refuseBytes(adoptable: Adoptable): void {
  const binary: string[] = [];
  if (adoptable.kind === "foreign") {
    if (!adoptable.isText) binary.push("its value");
  } else {
    for (const [key, { data }] of adoptable.latest)
      if (!isUtf8(data)) binary.push(`the value of ${JSON.stringify(key)}`);
  }
  if (binary.length === 0) return;
  throw new KeykistError(
    "UNSUPPORTED",
    `keykist stores only text (UTF-8), which this is not: ${binary.join(", ")}`,
    {
      outcome: "not_applied",
      hint: "add a version with the bytes as text, such as base64, and adopt that",
    },
  );
}

async function takeInDrift(
  secrets: GcpSecrets,
  path: string,
  {
    type,
    adoptable: { live, latest },
  }: { readonly type: string; readonly adoptable: Extract<Adoptable, { readonly kind: "drift" }> },
  call: Call,
): Promise<AdoptOutcome> {
  const { manifest } = live;
  if (manifest.type !== type) {
    throw new KeykistError("SCHEMA_MISMATCH", `it has the schema type "${manifest.type}"`, {
      outcome: "not_applied",
      hint: `adopt it with the schema "${manifest.type}"`,
    });
  }
  const log = storedLog(secrets, path, call);
  const context = { secrets, path, log, call, added: new AddedValues() };
  const outcome = await write<"conflict">(context, async (state) => {
    const current = liveState(state);
    if (current === undefined || revisionOf(current) !== revisionOf(live))
      return { kind: "decline", refusal: "conflict" };
    const keys = new Map([...manifest.keys, ...entriesOf(path, manifest.uid, latest)]);
    return { kind: "commit", content: { ...manifest, keys } };
  });
  if (outcome.kind === "declined") return { kind: "conflict" };
  return { kind: "adopted", revision: committed(outcome) };
}

async function find(secrets: GcpSecrets, path: string, call: Call): Promise<Adoptable | undefined> {
  const state = await storedLog(secrets, path, call).reader().strong();
  const live = liveState(state);
  if (live !== undefined) {
    const latest = await latestOf(secrets, path, [...live.manifest.keys.keys()], call);
    const drifted = [...latest].filter(([key, { number, data }]) => {
      const version = live.manifest.keys.get(key)?.version;
      return number > (version?.number ?? 0) && crc32c(data) !== version?.checksum;
    });
    return drifted.length === 0 ? undefined : { kind: "drift", live, latest: new Map(drifted) };
  }
  if (state.number > 0) return undefined;
  const foreign = await foreignLatest(secrets, path, call);
  const record = foreignRecordOf(foreign, foreignId(path));
  if (record !== undefined) {
    const isText = foreign.kind === "found" && isUtf8(foreign.data);
    return { kind: "foreign", record, isText };
  }
  const latest = await latestOf(secrets, path, await labelledKeys(secrets, path, call), call);
  return latest.size === 0 ? undefined : { kind: "keys", latest };
}

/** The keys of a path whose secrets keykist made. */
export async function labelledKeys(
  secrets: GcpSecrets,
  path: string,
  call: Call,
): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const page of secrets.list(keysFilter(path), call)) {
    for (const secret of page) {
      const key = ownKeyOf(secret, path);
      if (key !== undefined) keys.push(key);
    }
  }
  return keys.toSorted();
}

/** The latest versions of keys, where they have one that can be read. */
export async function latestOf(
  secrets: GcpSecrets,
  path: string,
  keys: readonly string[],
  call: Call,
): Promise<ReadonlyMap<string, LatestValue>> {
  const found = await Promise.all(
    keys.map(async (key) => {
      const name = secrets.name(keyId(path, key));
      const latest = await versionsPort(secrets, name, call).latest();
      return latest.kind === "found" ? ([[key, latest]] as const) : [];
    }),
  );
  return new Map(found.flat());
}

function entriesOf(
  path: string,
  uid: string,
  latest: ReadonlyMap<string, LatestValue>,
): ReadonlyMap<string, KeyEntry> {
  const entries = new Map<string, KeyEntry>();
  for (const [key, { number, data }] of latest) {
    const digest = digestOf(uid, key, textOf(key, data));
    const version = { number, checksum: crc32c(data) };
    entries.set(key, { secret: keyId(path, key), version, digest });
  }
  return entries;
}

/** What is adopted, as a token: another one as soon as anything of it changes. */
function revisionOfAdoptable(adoptable: Adoptable): Revision {
  if (adoptable.kind === "foreign") return adoptable.record.revision;
  const base = adoptable.kind === "drift" ? revisionOf(adoptable.live) : "lost";
  const numbers = [...adoptable.latest].map(([key, { number }]) => `${key}:${number}`);
  return `${base}+${numbers.join(",")}`;
}
