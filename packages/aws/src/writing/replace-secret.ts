import type { Call, ReplaceOutcome, Revision, SecretPath, SecretRecord } from "@keykist/core";
import { AwsStateError } from "../aws-state-error.ts";
import type { SecretsApi } from "../client/secrets-api.ts";
import { isUnended, look } from "../reading/look.ts";
import { readVersion } from "../reading/read-version.ts";
import { unendedDeletion } from "../reading/unended-deletion.ts";
import { decodeEntries } from "../values/entries.ts";
import {
  copiedValue,
  MAXIMUM_BYTES,
  mergedValue,
  type NextValue,
  plainValue,
} from "../values/next-value.ts";
import { NONCE_BYTES } from "../values/nonce.ts";
import { isNoVersion } from "../versions/committed-versions.ts";
import { isOwnVersion, mayHoldForeign } from "../versions/version-id.ts";
import { compareAndFollow, follow } from "./commit.ts";
import { refusalOf, type WritableView } from "./refusals.ts";

/** How often a write that others overtake is tried before it is given up. */
const MAXIMUM_LOOKS = 8;

/** What a secret is replaced by. */
export interface Replacement {
  readonly record: SecretRecord;
  readonly expected: Revision | undefined;
}

/** Replaces the whole content of a secret. */
export async function replaceSecret(
  api: SecretsApi,
  path: SecretPath,
  { record, expected }: Replacement,
  call: Call,
): Promise<ReplaceOutcome> {
  let attempts = 0;
  for (let view = await look(api, path, call); ;) {
    if (isUnended(view)) throw unendedDeletion();
    const found = refusalOf(view, undefined);
    if (found.kind !== "writable") return found;
    const { arn, type, current } = found.view;
    if (type !== record.type) return { kind: "type_mismatch", storedType: type };
    // A write that is bound to lose would cost one of the versions that AWS keeps for a day.
    if (expected !== undefined && current.id !== expected) return { kind: "conflict" };
    const value = await valueOf(api, found.view, record, call);
    assertFits(value);
    const version = { path, arn, type, value, expected: current.id };
    const committed = await (expected === undefined ? follow : compareAndFollow)(
      api,
      version,
      call,
    );
    if (committed.kind === "committed") return { kind: "replaced", revision: committed.id };
    attempts += 1;
    // Another writer was first. Its state is replaced next, or is the reason for a refusal.
    view = committed.view;
    if (expected !== undefined && attempts === MAXIMUM_LOOKS) return { kind: "conflict" };
  }
}

/** The value that replaces another: only where a version may hold what others wrote, that has to be read. */
async function valueOf(
  api: SecretsApi,
  { arn, current, previous }: WritableView,
  { entries }: SecretRecord,
  call: Call,
): Promise<NextValue> {
  if (call.operation === "rollbackSecret" && (isForeign(current.id) || isForeign(previous?.id))) {
    // The state that comes back is one of the two, and comes back byte for byte.
    for (const id of [previous?.id, current.id]) {
      const before = id === undefined ? undefined : await readVersion(api, { arn, id }, call);
      if (before === undefined || id === undefined) continue;
      const kept = decodeEntries(before);
      const isSame =
        kept.size === entries.size && [...kept].every(([key, text]) => entries.get(key) === text);
      if (isSame) return copiedValue(before, { isOwn: isOwnVersion(id), mayHoldForeign: true });
    }
  }
  if (isNoVersion(current.id) || !mayHoldForeign(current.id)) return plainValue(entries);
  const before = await readVersion(api, { arn, id: current.id }, call);
  return before === undefined ? plainValue(entries) : mergedValue(entries, before);
}

function isForeign(id: string | undefined): boolean {
  return id !== undefined && mayHoldForeign(id);
}

/** The base has measured the entries, and not what is kept of another writer's JSON. */
function assertFits({ SecretString: text = "", holdsForeign }: NextValue): void {
  const bytes = Buffer.byteLength(text) + NONCE_BYTES;
  if (!holdsForeign || bytes <= MAXIMUM_BYTES) return;
  throw new AwsStateError({
    code: "LIMIT_EXCEEDED",
    retry: "never",
    outcome: "not_applied",
    reason: `with what other programs wrote into it, it has ${bytes} bytes of JSON, and AWS accepts ${MAXIMUM_BYTES}`,
    hint: "shorten a value, or register the secret again",
  });
}
