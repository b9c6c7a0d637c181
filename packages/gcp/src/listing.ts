import type { Call, RecordSummary } from "@keykist/core";
import type { GcpSecret } from "./client.ts";
import type { GcpSecrets } from "./gcp-secrets.ts";
import { listUnowned } from "./listing-unowned.ts";
import { ANNOTATIONS, belongsTo, headsFilter, LABELS, type Role } from "./ownership.ts";
import { allOf, liveState, revisionOf, storedLog } from "./stored-log.ts";

/** Accesses to heads that are under way at once. */
const CONCURRENCY = 16;

/** Lists the secrets whose paths begin with a prefix: keykist's, or what something else made. */
export function list(
  secrets: GcpSecrets,
  prefix: string,
  call: Call,
): AsyncGenerator<RecordSummary, void, undefined> {
  return call.wanted.owned === "owned"
    ? listOwned(secrets, prefix, call)
    : listUnowned(secrets, prefix, call);
}

/** The secrets of keykist, by their heads. */
async function* listOwned(
  secrets: GcpSecrets,
  prefix: string,
  call: Call,
): AsyncGenerator<RecordSummary, void, undefined> {
  for await (const page of secrets.list(headsFilter(prefix), call)) {
    const heads = page.filter((secret) => pathOf(secret)?.startsWith(prefix) === true);
    for (let start = 0; start < heads.length; start += CONCURRENCY) {
      const some = heads.slice(start, start + CONCURRENCY);
      const summaries = await allOf(some.map((head) => summary(secrets, head, call)));
      yield* summaries.filter((each) => each !== undefined);
    }
  }
}

/** What a listing says of a head; nothing where the secret is not there. */
async function summary(
  secrets: GcpSecrets,
  head: GcpSecret,
  call: Call,
): Promise<RecordSummary | undefined> {
  const path = pathOf(head) ?? "";
  const role: Role = "head";
  // Where nothing is going on, the label tells that it is there.
  if (call.wanted.summaries === "paths" && head.labels?.[LABELS.role] === role) return { path };
  const { reader } = storedLog(secrets, path, call);
  const live = liveState(await reader().snapshot());
  if (live === undefined) return undefined;
  const { type, created, at } = live.manifest;
  const times = { createdAt: new Date(created), updatedAt: new Date(at) };
  return { path, type, revision: revisionOf(live), owned: true, ...times };
}

/** The path that a head is of: what only looks like a head is passed over. */
function pathOf(secret: GcpSecret): string | undefined {
  const path = secret.annotations?.[ANNOTATIONS.path];
  if (path === undefined) return undefined;
  return belongsTo(secret, { path }) ? path : undefined;
}
