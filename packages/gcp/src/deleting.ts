import type { Call, Refusal, RemoveOutcome, Revision } from "@keykist/core";
import { labelledKeys } from "./adopting.ts";
import type { GcpSecret } from "./client.ts";
import {
  askToDestroy,
  destroyAll,
  destroyed,
  type Doomed,
  endedNow,
  leftAlone,
  ownOf,
} from "./destroying.ts";
import { isOfBackend } from "./errors.ts";
import type { GcpSecrets } from "./gcp-secrets.ts";
import { chainFrom, type Link } from "./manifest-log/collect.ts";
import type { LogState } from "./manifest-log/log-reader.ts";
import type { Manifest } from "./manifest-log/manifest.ts";
import { versionsAbove } from "./manifest-log/repair.ts";
import {
  allOf,
  liveState,
  revisionOf,
  storedLog,
  type StoredLog,
  type WriteContext,
} from "./stored-log.ts";
import { keyId } from "./names.ts";
import { runUntilCommit } from "./write-outcome.ts";
import { absent, committed } from "./writing.ts";

/** What a deletion works with. */
type Place = Omit<WriteContext, "added">;

/** Deletes a secret, then destroys its values. Where they may not be destroyed, nothing is changed. */
export async function remove(
  secrets: GcpSecrets,
  path: string,
  expected: Revision | undefined,
  call: Call,
): Promise<RemoveOutcome> {
  const log = storedLog(secrets, path, call);
  const writer = log.writer();
  let removed:
    | {
        readonly manifest: Manifest;
        readonly announced: GcpSecret;
        readonly doomed: readonly Doomed[];
        readonly foreign: readonly string[];
      }
    | undefined;
  let endsAnother = false;
  const outcome = await runUntilCommit(writer, () =>
    writer.update<Refusal>(async (state) => {
      const live = liveState(state);
      if (live === undefined) {
        endsAnother = await destroyLeftOver(log, state);
        return { kind: "decline", refusal: await absent(secrets, path, state, call) };
      }
      const { manifest } = live;
      if (expected !== undefined && revisionOf(live) !== expected)
        return { kind: "decline", refusal: { kind: "conflict" } };
      const found = await doomedVersions({ secrets, path, log, call }, live);
      const { doomed, foreign } = await ownOf(log, found);
      await askToDestroy(log.port, doomed);
      const head = { path, type: manifest.type, role: "head-changing" } as const;
      removed = { manifest, announced: await secrets.announce(head, call), doomed, foreign };
      return { kind: "commit", content: { ...manifest, keys: new Map(), deleted: true } };
    }),
  );
  if (endsAnother) throw endedNow();
  if (outcome.kind === "declined") return outcome.refusal;
  committed(outcome);
  if (removed !== undefined) {
    const { manifest, announced, doomed, foreign } = removed;
    const head = { path, type: manifest.type, role: "head-deleted" } as const;
    await secrets.settle(announced, head, call);
    await destroyAll(log.port, doomed);
    if (foreign.length > 0) throw leftAlone(foreign);
  }
  return { kind: "removed" };
}

/**
 * Finds what programs without keykist can read of a secret. In the secret of each key that a kept manifest names, that is
 * the newest version that one names, and the versions above it. In secrets of other keys, it is what an interrupted writer
 * left. Collection destroys older versions.
 */
async function doomedVersions(place: Place, newest: Link): Promise<readonly Doomed[]> {
  const { log } = place;
  const named = newestNamed(await chainFrom(log.reader(), newest));
  const inForce = new Set([...newest.manifest.keys.values()].map(({ secret }) => secret));
  const unnamed = await unnamedVersions(place, named);
  const doomed = await allOf(
    [...named].map(async ([secret, number]) => {
      const versions = log.port.key(secret);
      // A version in force is known to exist.
      const isThere =
        number > 0 && (inForce.has(secret) || (await versions.access(number)).kind === "found");
      // Before the commit: what is above then is not of a registration that follows.
      const above = await versionsAbove(versions, number);
      const found = above.flatMap((each) => (each.kind === "found" ? [each.number] : []));
      return { secret, numbers: isThere ? [number, ...found] : found };
    }),
  );
  return [...doomed, ...unnamed];
}

/** Finds values in the secrets of keys that no manifest names. A caller who may not list secrets leaves them to doctor. */
async function unnamedVersions(
  { secrets, path, log, call }: Place,
  named: ReadonlyMap<string, number>,
): Promise<readonly Doomed[]> {
  let keys: readonly string[];
  try {
    keys = await labelledKeys(secrets, path, call);
  } catch (error) {
    if (isOfBackend(error)) return [];
    throw error;
  }
  const ids = keys.map((key) => keyId(path, key)).filter((id) => !named.has(id));
  return allOf(
    ids.map(async (secret) => {
      const latest = await log.port.key(secret).latest();
      return { secret, numbers: latest.kind === "found" ? [latest.number] : [] };
    }),
  );
}

/**
 * Destroys what a denied or interrupted deletion left. Versions above the newest one that a manifest names are kept, since
 * a running registration may have added them.
 *
 * @returns whether there was any, and none is left
 */
async function destroyLeftOver(log: StoredLog, { number, manifest }: LogState): Promise<boolean> {
  if (manifest?.deleted !== true) return false;
  const { doomed } = await ownOf(log, await leftVersions(log, { number, manifest }));
  const outcomes = await destroyed(log.port, doomed);
  for (const outcome of outcomes) {
    if (outcome.status === "rejected" && !isOfBackend(outcome.reason)) throw outcome.reason;
  }
  return outcomes.length > 0 && outcomes.every(({ status }) => status === "fulfilled");
}

/** Finds what can be read of a deleted secret: of each key's secret, the versions that a kept manifest names. */
export async function leftVersions(log: StoredLog, newest: Link): Promise<readonly Doomed[]> {
  const named = new Map<string, Set<number>>();
  for (const { manifest } of await chainFrom(log.reader(), newest)) {
    for (const { secret, version } of manifest.keys.values()) {
      if (version === undefined) continue;
      named.set(secret, (named.get(secret) ?? new Set()).add(version.number));
    }
  }
  return allOf(
    [...named].map(async ([secret, numbers]) => {
      const versions = log.port.key(secret);
      const found = await allOf([...numbers].map((number) => versions.access(number)));
      return {
        secret,
        numbers: found.flatMap((each) => (each.kind === "found" ? [each.number] : [])),
      };
    }),
  );
}

/** Returns, for each key's secret, the newest version that one of these manifests names; 0 for an empty value. */
function newestNamed(chain: readonly Link[]): ReadonlyMap<string, number> {
  const named = new Map<string, number>();
  for (const { manifest } of chain)
    for (const { secret, version } of manifest.keys.values())
      named.set(secret, Math.max(version?.number ?? 0, named.get(secret) ?? 0));
  return named;
}
