import { KeykistError } from "@keykist/core";
import { classifyGcpError, isOfBackend } from "./errors.ts";
import type { LogPort } from "./manifest-log/log-port.ts";
import { allOf, type StoredLog } from "./stored-log.ts";

/** A version that no secret has: a call on it is denied, or finds nothing. */
const IMPOSSIBLE_VERSION = 2_147_483_647;

/** How many ids of keys' secrets an error names at most. */
const NAMED = 5;

/** The versions of a key's secret that a deletion destroys. */
export interface Doomed {
  readonly secret: string;
  readonly numbers: readonly number[];
}

/** Parts what would be destroyed into what is in secrets that keykist made, and the ids of others, which are left alone. */
export async function ownOf(
  { ownKeys }: StoredLog,
  found: readonly Doomed[],
): Promise<{ readonly doomed: readonly Doomed[]; readonly foreign: readonly string[] }> {
  const filled = found.filter(({ numbers }) => numbers.length > 0);
  const looked = await allOf(
    filled.map(async (each) => ({ each, isOwn: await ownKeys.has(each.secret) })),
  );
  return {
    doomed: looked.flatMap(({ each, isOwn }) => (isOwn ? [each] : [])),
    foreign: looked.flatMap(({ each, isOwn }) => (isOwn ? [] : [each.secret])),
  };
}

/** The error for values of secrets that a manifest named, and that do not say that keykist made them. */
export function leftAlone(foreign: readonly string[]): KeykistError {
  return new KeykistError(
    "NOT_OWNED",
    `the secret is deleted; left alone were values in GCP secrets that do not carry keykist's labels: ${namedOf(foreign)}`,
    {
      outcome: "applied",
      hint: "if keykist made them, delete them: gcloud secrets delete; if something else did, find in the audit log who named them in the head",
    },
  );
}

/** The error of a deletion that found its secret deleted, and destroyed what that had left. */
export function endedNow(): KeykistError {
  return new KeykistError(
    "SECRET_NOT_FOUND",
    "it was deleted before; that deletion was unfinished, and is finished now",
    { outcome: "applied", hint: "nothing is left to do" },
  );
}

function namedOf(ids: readonly string[]): string {
  const more = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : "";
  return `${ids.toSorted().slice(0, NAMED).join(", ")}${more}`;
}

/**
 * Asks whether values may be destroyed, by destroying a version that no secret has: https://google.aip.dev/211 has services look at
 * permissions first. The API's own question, TestIamPermissions, is advisory.
 */
export async function askToDestroy(port: LogPort, doomed: readonly Doomed[]): Promise<void> {
  await allOf(doomed.map(({ secret }) => port.key(secret).destroy(IMPOSSIBLE_VERSION)));
}

/**
 * Destroys the values of a deleted state. Collection retries what fails temporarily. What is denied is reported.
 *
 * @throws KeykistError with the outcome `applied`, where a value stays that others can read
 */
export async function destroyAll(port: LogPort, doomed: readonly Doomed[]): Promise<void> {
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
  throw new KeykistError(
    meaning.code,
    `the secret is deleted, but its values can still be read in the GCP secrets ${namedOf(left)}`,
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

/** Destroys values, and waits for how each secret comes out of it. */
export function destroyed(
  port: LogPort,
  doomed: readonly Doomed[],
): Promise<readonly PromiseSettledResult<void>[]> {
  return Promise.allSettled(
    doomed.map(async ({ secret, numbers }) => {
      for (const number of numbers) await port.key(secret).destroy(number);
    }),
  );
}
