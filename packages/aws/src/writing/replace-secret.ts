import type { Call, ReplaceOutcome, Revision, SecretPath, SecretRecord } from "@keykist/core";
import type { SecretsApi } from "../client/secrets-api.ts";
import { look } from "../reading/look.ts";
import { encodeEntries } from "../values/entries.ts";
import { freshVersionId } from "../versions/version-id.ts";
import { commit, putCurrent } from "./commit.ts";
import { lostTo, refusalOf } from "./refusals.ts";

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
  // Looked at first: a write that is bound to lose would cost one of the versions that AWS keeps for a day.
  const found = refusalOf(await look(api, path, call), undefined);
  if (found.kind !== "writable") return found;
  const { arn, type, current } = found.view;
  if (type !== record.type) return { kind: "type_mismatch", storedType: type };
  if (expected !== undefined && current !== expected) return { kind: "conflict" };
  const version = { path, arn, json: encodeEntries(record.entries) };
  const committed =
    expected === undefined
      ? await putCurrent(api, { ...version, id: freshVersionId("put", type) }, call)
      : await commit(api, { ...version, kind: "staged", type, expected }, call);
  return committed.kind === "committed"
    ? { kind: "replaced", revision: committed.id }
    : lostTo(committed.view);
}
