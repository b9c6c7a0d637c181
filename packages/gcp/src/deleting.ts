import {
  type Call,
  KeykistError,
  type Refusal,
  type RemoveOutcome,
  type Revision,
} from "@keykist/core";
import type { GcpSecret } from "./client.ts";
import { classifyGcpError, isOfBackend } from "./errors.ts";
import type { GcpSecrets } from "./gcp-secrets.ts";
import type { LogPort } from "./manifest-log/log-port.ts";
import type { LogState } from "./manifest-log/log-reader.ts";
import type { Manifest } from "./manifest-log/manifest.ts";
import { versionsAbove } from "./manifest-log/repair.ts";
import { allOf, liveState, revisionOf, storedLog, type StoredLog } from "./stored-log.ts";
import { untilCommitted } from "./write-outcome.ts";
import { absent, committed } from "./writing.ts";

/** A version that no secret has: a call on it is denied, or finds nothing. */
const IMPOSSIBLE_VERSION = 2_147_483_647;

/** The ids of keys' secrets that an error names, at most. */
const NAMED = 5;

/** The versions of a key's secret that a deletion destroys. */
interface Doomed {
  readonly secret: string;
  readonly numbers: readonly number[];
}

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
      }
    | undefined;
  const outcome = await untilCommitted(writer, () =>
    writer.update<Refusal>(async (state) => {
      const live = liveState(state);
      if (live === undefined) {
        await destroyLeftOver(log, state);
        return { kind: "decline", refusal: await absent(secrets, path, state, call) };
      }
      const { manifest } = live;
      if (expected !== undefined && revisionOf(live) !== expected)
        return { kind: "decline", refusal: { kind: "conflict" } };
      const doomed = await doomedVersions(log.port, manifest);
      await askToDestroy(log.port, doomed);
      const head = { path, type: manifest.type, role: "head-changing" } as const;
      removed = { manifest, announced: await secrets.announce(head, call), doomed };
      return { kind: "commit", content: { ...manifest, keys: new Map(), deleted: true } };
    }),
  );
  if (outcome.kind === "declined") return outcome.refusal;
  committed(outcome);
  if (removed !== undefined) {
    const { manifest, announced, doomed } = removed;
    const head = { path, type: manifest.type, role: "head-deleted" } as const;
    await secrets.settle(announced, head, call);
    await destroyAll(log.port, doomed);
  }
  return { kind: "removed" };
}

/** What programs without keykist could read of a state: its values, and what was added above them. */
function doomedVersions(port: LogPort, { keys }: Manifest): Promise<readonly Doomed[]> {
  return allOf(
    [...keys.values()].map(async ({ secret, version }) => {
      const numbers = version === undefined ? [] : [version.number];
      const inForce = version?.number ?? 0;
      // Before the commit: what is above the value in force then is not of a registration that follows.
      for (const above of await versionsAbove(port.key(secret), inForce))
        if (above.kind === "found") numbers.push(above.number);
      return { secret, numbers };
    }),
  );
}

/**
 * Asks whether values may be destroyed, by destroying a version that no secret has: https://google.aip.dev/211 has services look at
 * permissions first. The API's own question, TestIamPermissions, is advisory.
 */
async function askToDestroy(port: LogPort, doomed: readonly Doomed[]): Promise<void> {
  await allOf(
    doomed
      .filter(({ numbers }) => numbers.length > 0)
      .map(({ secret }) => port.key(secret).destroy(IMPOSSIBLE_VERSION)),
  );
}

/**
 * Destroys the values of a state that was deleted. What fails for a moment, collection does later; what is denied is told.
 *
 * @throws KeykistError with the outcome `applied`, where a value stays that others can read
 */
async function destroyAll(port: LogPort, doomed: readonly Doomed[]): Promise<void> {
  const left: string[] = [];
  let denied: unknown;
  for (const [index, outcome] of (await destroyed(port, doomed)).entries()) {
    if (outcome.status === "fulfilled") continue;
    if (!isOfBackend(outcome.reason)) throw outcome.reason;
    if (meaningOf(outcome.reason)?.retry !== "never") continue;
    left.push(doomed[index]?.secret ?? "");
    denied = outcome.reason;
  }
  const meaning = meaningOf(denied);
  if (meaning === undefined) return;
  const named = left.toSorted().slice(0, NAMED).join(", ");
  const more = left.length > NAMED ? ` and ${left.length - NAMED} more` : "";
  throw new KeykistError(
    meaning.code,
    `the secret is deleted, but its values can still be read in the GCP secrets ${named}${more}`,
    {
      outcome: "applied",
      hint: `${meaning.hint ?? "allow them to be destroyed"}; then delete the secret again, which destroys what is left`,
      cause: denied,
    },
  );
}

function meaningOf(error: unknown) {
  return classifyGcpError(error, { step: "DestroySecretVersion" });
}

function destroyed(
  port: LogPort,
  doomed: readonly Doomed[],
): Promise<readonly PromiseSettledResult<void>[]> {
  return Promise.allSettled(
    doomed.map(async ({ secret, numbers }) => {
      for (const number of numbers) await port.key(secret).destroy(number);
    }),
  );
}

/** Destroys what a deletion has left that was denied that, or cut short. */
async function destroyLeftOver({ port, reader }: StoredLog, { manifest }: LogState): Promise<void> {
  if (manifest?.deleted !== true) return;
  const before = await reader().record(manifest.base);
  if (before.kind !== "manifest") return;
  const named = await allOf(
    [...before.manifest.keys.values()].map(async ({ secret, version }) => {
      if (version === undefined) return { secret, numbers: [] };
      const { kind } = await port.key(secret).access(version.number);
      return { secret, numbers: kind === "found" ? [version.number] : [] };
    }),
  );
  for (const outcome of await destroyed(port, named)) {
    if (outcome.status === "rejected" && !isOfBackend(outcome.reason)) throw outcome.reason;
  }
}
