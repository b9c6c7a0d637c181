import type { Call, SecretPath } from "@keykist/core";
import type { SecretsApi } from "../client/secrets-api.ts";
import { look, type SecretView } from "../reading/look.ts";
import { readVersion } from "../reading/read-version.ts";
import type { SecretValue } from "../values/entries.ts";
import { copiedValue, type NextValue } from "../values/next-value.ts";
import { isOwnVersion, mayHoldForeign } from "../versions/version-id.ts";

/*
 * A tombstone is a version with a stage that stands for "deleted", whose value is a copy of the one that is deleted:
 * keykist reads "deleted", and every other program the value, until AWS deletes the secret. So nothing internal is ever
 * in force, a deletion that AWS refuses is taken back by taking the stage off, and a deletion that something else takes
 * back gives the value back.
 */

/** The longest from a tombstone to the deletion in AWS; milliseconds. What comes later is not sent. */
export const DELETION_TIME = 1000;
/** How long others wait for that deletion: twice as long, since a call takes its time. */
const PATIENCE = 2 * DELETION_TIME;
/** Bounds of the waits between looks; milliseconds. */
const POLLING = { base: 50, cap: 200 };

/** A copy of the value of a version; `undefined` where the secret is gone by now. */
export async function copyOf(
  api: SecretsApi,
  { arn, id }: { readonly arn: string; readonly id: string },
  call: Call,
): Promise<NextValue | undefined> {
  const version: SecretValue | undefined = await readVersion(api, { arn, id }, call);
  if (version === undefined) return undefined;
  return copiedValue(version, { isOwn: isOwnVersion(id), mayHoldForeign: mayHoldForeign(id) });
}

/**
 * Looks at a secret until nobody is about to delete it: one that has a tombstone, and is not pending deletion yet,
 * would be deleted under whoever took its name. Whoever put the tombstone there may also have ended before that. Each
 * tombstone has a time of its own: a newer one belongs to a writer that has only begun.
 */
export async function awaitDeletion(
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
