import { type Call, type Diagnosis, isSecretKey } from "@keykist/core";
import { latestOf } from "../adopting.ts";
import type { GcpSecret } from "../client.ts";
import type { GcpSecrets } from "../gcp-secrets.ts";
import { leftVersions } from "../deleting.ts";
import type { Link } from "../manifest-log/collect.ts";
import type { LogReader, LogState } from "../manifest-log/log-reader.ts";
import { coveredKeys } from "../manifest-log/repair.ts";
import type { Manifest } from "../manifest-log/manifest.ts";
import { readValues } from "../manifest-log/values.ts";
import { headId, keyId } from "../names.ts";
import { annotationsOf, LABELS, labelsOf, type Purpose, type Role } from "../ownership.ts";
import { type LiveState, liveState, revisionOf, storedLog, type StoredLog } from "../stored-log.ts";
import type { Collection } from "./collections.ts";
import { forgedFindings } from "./forged-records.ts";
import type { Problem } from "./problem-of.ts";

/** What a collection turns out to be, and what is wrong with it. */
export interface LookedAt {
  /** `leftover` is what is left where no secret is, and no head: empty secrets, which cost nothing. */
  readonly kind: "live" | "deleted" | "leftover";
  readonly findings: readonly Diagnosis[];
}

/** How often a value that is covered is looked at again: a writer may be between it and its manifest. */
const LOOKS = 2;

/** How long it waits between two looks: longer than a writer takes from a value to its manifest. */
const WAIT = { base: 100, cap: 200 } as const;

/**
 * Compares the labels, the head and the keys of one secret.
 *
 * @throws LogError where the log or a value in force is damaged
 */
export async function lookAtCollection(
  secrets: GcpSecrets,
  collection: Collection,
  call: Call,
): Promise<LookedAt> {
  const { path } = collection;
  const log = storedLog(secrets, path, call);
  let reader = log.reader();
  const begin = (): LogReader => (reader = log.reader());
  const { state } = await readValues(log.port, begin, { consistency: "strong" });
  const forged = await forgedFindings(collection, { reader, state });
  const { kind, findings } = await lookAtState(secrets, { collection, log, state }, call);
  return { kind, findings: [...forged, ...findings] };
}

/** A collection, and what its head says. */
interface Subject {
  readonly collection: Collection;
  readonly log: StoredLog;
  readonly state: LogState;
}

async function lookAtState(
  secrets: GcpSecrets,
  { collection, log, state }: Subject,
  call: Call,
): Promise<LookedAt> {
  const { path } = collection;
  const live = liveState(state);
  if (live !== undefined) {
    const labels = labelFindings(collection, live.manifest, secrets);
    const covered = await coveredFindings(log, { collection, live }, call);
    return { kind: "live", findings: [...labels, ...covered] };
  }
  if (state.manifest !== undefined) {
    const { type } = state.manifest;
    const labels = headFindings(collection, { path, type, role: "head-deleted" }, secrets);
    const readable = await readableFindings(
      secrets,
      collection,
      { log, newest: { number: state.number, manifest: state.manifest } },
      call,
    );
    return { kind: "deleted", findings: [...labels, ...readable] };
  }
  return headless(secrets, collection, call);
}

/** Where programs without keykist can still read values of a deleted secret. */
async function readableFindings(
  secrets: GcpSecrets,
  { path, name, keys }: Collection,
  { log, newest }: { readonly log: StoredLog; readonly newest: Link },
  call: Call,
): Promise<readonly Diagnosis[]> {
  /** The keys of which anybody reads a value: the latest one, or one by its number. */
  const look = async (): Promise<readonly string[]> => {
    const latest = await latestOf(secrets, path, [...keys.keys()], call);
    const left = (await leftVersions(log, newest)).filter(({ numbers }) => numbers.length > 0);
    const ids = new Set(left.map(({ secret }) => secret));
    return [...keys.keys()].filter((key) => latest.has(key) || ids.has(keyId(path, key)));
  };
  const readable = await look();
  if (readable.length === 0) return [];
  // A deletion or a registration may be running.
  await call.backOff(1, WAIT);
  if ((await log.reader().strong()).number !== newest.number) return [];
  const left = await look();
  if (left.length === 0) return [];
  return [
    {
      status: "problem",
      about: "secret",
      says: `"${name}" is deleted, but values of ${left.map((key) => JSON.stringify(key)).join(", ")} can still be read without keykist`,
      next: `kist delete ${name} destroys what a deletion left; kist register ${name} replaces what an interrupted registration left`,
      code: "SECRET_NOT_FOUND",
    },
  ];
}

/** Keys that no manifest names: their head was deleted by hand, or a registration was cut short. */
async function headless(
  secrets: GcpSecrets,
  { path, name, head, keys }: Collection,
  call: Call,
): Promise<LookedAt> {
  const values = await latestOf(secrets, path, [...keys.keys()], call);
  if (values.size === 0) return { kind: "leftover", findings: [] };
  const what =
    head === undefined ? "its head is gone" : "its head is empty: a registration was cut short";
  return {
    kind: "live",
    findings: [
      {
        status: "problem",
        about: "secret",
        says: `"${name}": ${what}; ${values.size} of its keys have values`,
        next: `take its keys over by the operation adoptSecret, which brings back also those that were removed shortly before, or register it anew: kist register ${name}`,
        code: "SECRET_NOT_FOUND",
      },
    ],
  };
}

/** Where values were added by hand, or left by a writer that was cut short. */
async function coveredFindings(
  { port, reader }: StoredLog,
  { collection, live }: { readonly collection: Collection; readonly live: LiveState },
  call: Call,
): Promise<readonly Diagnosis[]> {
  let { manifest } = live;
  let revision = revisionOf(live);
  let covered: readonly string[] = [];
  for (let look = 1; look <= LOOKS; look += 1) {
    covered = await coveredKeys(port, manifest);
    if (covered.length === 0) return [];
    if (look === LOOKS) break;
    await call.backOff(look, WAIT);
    const now = liveState(await reader().strong());
    if (now === undefined) return [];
    ({ manifest } = now);
    revision = revisionOf(now);
  }
  const { name } = collection;
  const keys = covered.map((key) => JSON.stringify(key)).join(", ");
  return [
    {
      status: "problem",
      about: "secret",
      says: `"${name}": there are newer values of ${keys} than the ones in force, which keykist did not commit`,
      next: `kist rollback ${name} ${wordOf(revision)} puts the values in force on top again; the operation adoptSecret takes the newer ones in`,
      code: "REVISION_CONFLICT",
    },
  ];
}

/** Where listings and the console do not find what is there. */
function labelFindings(
  collection: Collection,
  { type, keys }: Manifest,
  secrets: GcpSecrets,
): readonly Diagnosis[] {
  const { path, keys: labelled } = collection;
  const head = headFindings(collection, { path, type, role: "head" }, secrets);
  const unlabelled = [...keys.keys()].filter((key) => !labelled.has(key));
  return [
    ...head,
    ...unlabelled.map((key) =>
      mislabelled(collection.name, { path, type, role: "key", key }, secrets),
    ),
  ];
}

function headFindings(
  { name, head }: Collection,
  purpose: Purpose,
  secrets: GcpSecrets,
): readonly Diagnosis[] {
  const changing: Role = "head-changing";
  if (head?.labels?.[LABELS.role] === changing) {
    const says = `"${name}" is labelled as changing: a registration or deletion is under way, or was cut short; listings look into it`;
    return [{ status: "note", about: "labels", says }];
  }
  return carries(head, labelsOf(purpose)) ? [] : [mislabelled(name, purpose, secrets)];
}

function carries(head: GcpSecret | undefined, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(labels).every(([label, value]) => head?.labels?.[label] === value);
}

/** A manifest names it, which whoever may add versions to the head can write. */
const NAMED_KEY =
  ", as the head has it. keykist destroys nothing in it. Label it if keykist made it; if something else made it, a manifest was forged: update the secret without that key";

/** The finding for a secret that does not say what it is, and the command that labels it. */
function mislabelled(name: string, purpose: Purpose, { location }: GcpSecrets): Problem {
  const { path, key, role } = purpose;
  const id = key === undefined ? headId(path) : keyId(path, key);
  const shown = key === undefined || isSecretKey(key);
  const annotations = shown ? ` --update-annotations=${pairs(annotationsOf(purpose))}` : "";
  const where = location === undefined ? "" : ` --location=${location}`;
  return {
    status: "problem",
    about: "labels",
    says: `"${name}": the labels or annotations of the GCP secret ${id} do not say what it is: it is ${purpose.role}${role === "key" ? NAMED_KEY : ""}`,
    next: `gcloud secrets update ${id}${where} --update-labels=${pairs(labelsOf(purpose))}${annotations}`,
    code: "CORRUPT",
  };
}

/** A word of a manifest in a command, where it is a plain one: whoever writes a head must not write commands. */
function wordOf(text: string): string {
  return /^[A-Za-z0-9._-]+$/u.test(text) ? text : JSON.stringify(text.replaceAll(/[^\w.-]/gu, "?"));
}

/** Labels or annotations, as gcloud takes them. */
function pairs(entries: Readonly<Record<string, string>>): string {
  return Object.entries(entries)
    .map(([name, value]) => `${name}=${value}`)
    .join(",");
}
