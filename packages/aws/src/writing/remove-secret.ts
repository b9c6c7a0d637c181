import type { Call, RemoveOutcome, Revision, SecretPath } from "@keykist/core";
import { AwsStateError } from "../aws-state-error.ts";
import type { SecretsApi } from "../client/secrets-api.ts";
import { isUnended, look } from "../reading/look.ts";
import { assertDeletable } from "../reading/ties.ts";
import { isNoVersion } from "../versions/committed-versions.ts";
import { deletedStage } from "../versions/stages.ts";
import { type Commit, compareAndFollow, follow } from "./commit.ts";
import { deleteInAws } from "./delete-in-aws.ts";
import { refusalOf, type WritableView } from "./refusals.ts";
import { refusedDeletion, refusedToEnd } from "./deletion-errors.ts";
import { takeBack, type Tombstone } from "./take-back.ts";
import { copyOf, DELETION_TIME, awaitDeletion } from "./tombstone.ts";

/** Attempts before a deletion is given up. Each follows a change by another writer, or was too late. */
const MAXIMUM_ATTEMPTS = 8;

/** What is deleted, and how. */
export interface Removal {
  readonly expected: Revision | undefined;
  /** How long AWS keeps it; 0 is not at all. */
  readonly recoveryWindowDays: number;
}

/**
 * Deletes a secret: first a tombstone becomes its current version, which is the commit and can be guarded; then
 * AWS is asked to delete it, which takes no condition. Where AWS refuses that, the tombstone is taken back.
 *
 * A deletion that was cut short is ended. The secret was deleted before, so that the caller is told that it is absent.
 */
export async function removeSecret(
  api: SecretsApi,
  path: SecretPath,
  { expected, recoveryWindowDays }: Removal,
  call: Call,
): Promise<RemoveOutcome> {
  let own: string | undefined;
  let view = await look(api, path, call);
  for (let attempt = 1; attempt <= MAXIMUM_ATTEMPTS; attempt += 1) {
    if (isUnended(view) && view.current.id !== own)
      view = await awaitDeletion(api, path, view, call);
    const ends = isUnended(view) && view.current.id !== own;
    const found = isUnended(view)
      ? ({ kind: "writable", view } as const)
      : refusalOf(view, expected);
    if (found.kind !== "writable") return own === undefined ? found : { kind: "removed" };
    assertDeletable(found.view.ties);
    const began = call.clock.now();
    const isGuarded = expected !== undefined || isUnended(view);
    const committed = await commitTombstone(api, path, { view: found.view, isGuarded }, call);
    if (committed.kind === "lost") {
      view = committed.view;
      continue;
    }
    own = committed.id;
    const { arn } = found.view;
    const deletion = { path, arn, id: own, recoveryWindowDays, notAfter: began + DELETION_TIME };
    const end = await deleteInAws(api, deletion, call);
    if (end.kind === "refused") {
      if (ends) throw refusedToEnd(end.error, call);
      const { tombstone } = committed;
      const taken =
        tombstone === undefined
          ? "taken back"
          : await takeBack(api, { ...tombstone, notAfter: deletion.notAfter }, end.error, call);
      if (taken === "taken back") throw refusedDeletion(end.error, call);
    }
    if (end.kind !== "late") return ended(ends, call);
    // Others may have taken the name since. A new tombstone is made only over one that is still in force.
    view = await look(api, path, call);
    if (!isUnended(view) || view.current.id !== own) return ended(ends, call);
  }
  throw new AwsStateError({
    code: "UNAVAILABLE",
    retry: "safe",
    reason: "other writers kept changing the secret, or AWS was too slow",
    hint: "try again",
  });
}

/** A tombstone that is in force, or what keeps it from that. */
type CommittedTombstone =
  | {
      readonly kind: "committed";
      readonly id: string;
      /** `undefined` of a secret without a version: there is no value to copy, and nobody reads one. */
      readonly tombstone: Omit<Tombstone, "notAfter"> | undefined;
    }
  | Extract<Commit, { readonly kind: "lost" }>;

async function commitTombstone(
  api: SecretsApi,
  path: SecretPath,
  { view, isGuarded }: { readonly view: WritableView; readonly isGuarded: boolean },
  call: Call,
): Promise<CommittedTombstone> {
  const { arn, type, current } = view;
  const { id: expected } = current;
  if (isNoVersion(expected)) return { kind: "committed", id: expected, tombstone: undefined };
  const value = await copyOf(api, { arn, id: expected }, call);
  if (value === undefined) return { kind: "lost", view: await look(api, path, call) };
  const stage = (round: number): string => deletedStage(round, current.deletedStage);
  const version = { path, arn, type, value, expected, stage };
  const committed = await (isGuarded ? compareAndFollow : follow)(api, version, call);
  if (committed.kind === "lost") return committed;
  const { id } = committed;
  const follows = expected;
  const tombstone = { path, arn, type, value, id, follows, stage: committed.stage ?? stage(0) };
  return { kind: "committed", id, tombstone };
}

function ended(ends: boolean, { operation }: Call): RemoveOutcome {
  if (!ends) return { kind: "removed" };
  // Whoever deletes all has not named it, and nothing has failed.
  if (operation === "deleteAllSecrets") return { kind: "absent" };
  throw new AwsStateError({
    code: "SECRET_NOT_FOUND",
    retry: "never",
    outcome: "applied",
    reason: "it was deleted before; that deletion was unfinished, and is finished now",
    hint: "nothing is left to do; undeleteSecret brings it back while AWS keeps it",
  });
}
