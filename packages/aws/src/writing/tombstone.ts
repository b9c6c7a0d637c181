import type { Call, SecretPath } from "@keykist/core";
import type { SecretsApi } from "../client/secrets-api.ts";
import { look, type SecretView } from "../reading/look.ts";
import { decodeEntries, encodeEntries, type SecretValue } from "../values/entries.ts";
import { DELETED } from "../versions/stages.ts";

/** The longest from a tombstone to the deletion in AWS; milliseconds. What comes later is not sent. */
export const DELETION_TIME = 1000;
/** How long others wait for that deletion: twice as long, since a call takes its time. */
const PATIENCE = 2 * DELETION_TIME;
/** Bounds of the waits between looks; milliseconds. */
const POLLING = { base: 50, cap: 200 };

/** The value of a tombstone: it names the version that was current when the secret was deleted. */
export function encodeTombstone(version: string): string {
  return encodeEntries(new Map([[DELETED, version]]));
}

/** The version that a tombstone names. */
export function versionBefore(tombstone: SecretValue): string | undefined {
  return decodeEntries(tombstone).get(DELETED);
}

/**
 * Looks at a secret until nobody is about to delete it: one that has a tombstone, and is not pending deletion yet,
 * would be deleted under whoever took its name. Whoever put the tombstone there may also have ended before that. Each
 * tombstone has a time of its own: one that came meanwhile is another's, who has only begun.
 */
export async function whenDeleted(
  api: SecretsApi,
  path: SecretPath,
  first: SecretView | undefined,
  call: Call,
): Promise<SecretView | undefined> {
  let began = call.clock.now();
  let tombstone = first?.current?.id;
  let view = first;
  for (let attempt = 1; ; attempt += 1) {
    const isBeingDeleted = view?.pendingDeletion === false && view.current?.isTombstone === true;
    if (!isBeingDeleted) return view;
    if (view?.current?.id !== tombstone) {
      tombstone = view?.current?.id;
      began = call.clock.now();
    }
    if (call.clock.now() - began > PATIENCE) return view;
    await call.backOff(attempt, POLLING);
    view = await look(api, path, call);
  }
}
