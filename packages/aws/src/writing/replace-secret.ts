import type { Call, ReplaceOutcome, Revision, SecretPath, SecretRecord } from "@keykist/core";
import type { SecretsApi } from "../client/secrets-api.ts";
import { look } from "../reading/look.ts";
import { encodeEntries } from "../values/entries.ts";
import { compareAndFollow, follow } from "./commit.ts";
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
  const json = encodeEntries(record.entries);
  for (let view = await look(api, path, call); ;) {
    const found = refusalOf(view, undefined);
    if (found.kind !== "writable") return found;
    const { arn, type, current } = found.view;
    if (type !== record.type) return { kind: "type_mismatch", storedType: type };
    // A write that is bound to lose would cost one of the versions that AWS keeps for a day.
    if (expected !== undefined && current.id !== expected) return { kind: "conflict" };
    const version = { path, arn, type, json, expected: current.id, stage: () => undefined };
    const committed = await (expected === undefined ? follow : compareAndFollow)(
      api,
      version,
      call,
    );
    if (committed.kind === "committed") return { kind: "replaced", revision: committed.id };
    if (expected !== undefined) return lostTo(committed.view);
    // Somebody else was first, and what they wrote is to be replaced.
    view = committed.view;
  }
}
