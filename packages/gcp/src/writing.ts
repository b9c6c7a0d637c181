import type {
  Call,
  CreateOutcome,
  Refusal,
  ReplaceOutcome,
  Revision,
  SecretRecord,
} from "@keykist/core";
import type { GcpSecret } from "./client.ts";
import type { GcpSecrets } from "./gcp-secrets.ts";
import { LogError } from "./manifest-log/log-error.ts";
import type { LogState } from "./manifest-log/log-reader.ts";
import type { Change, UpdateOutcome } from "./manifest-log/log-writer.ts";
import type { KeyEntry } from "./manifest-log/manifest.ts";
import { uncover } from "./manifest-log/repair.ts";
import { AddedValues, restoreLatest } from "./native-reads.ts";
import { foreignLatest } from "./reading.ts";
import { liveState, newUid, revisionOf, storedLog, type WriteContext } from "./stored-log.ts";
import { WriteFailure } from "./errors/write-failure.ts";
import { storeEntries } from "./storing-entries.ts";
import { notApplied, runUntilCommit } from "./write-outcome.ts";

type Exists = { readonly kind: "exists" };

/** Registers a secret where there is none, also where one was deleted. */
export async function create(
  secrets: GcpSecrets,
  path: string,
  record: SecretRecord,
  call: Call,
): Promise<CreateOutcome> {
  const log = storedLog(secrets, path, call);
  const context = { secrets, path, log, call, added: new AddedValues() };
  return register(context, record, (within) => storeRecord(within, record));
}

/**
 * Writes: commits what `change` makes of the state in force. Where that comes to nothing for sure, what it has added is taken
 * out of the sight of programs without keykist.
 */
export async function write<Refused>(
  context: WriteContext,
  change: Change<Refused>,
): Promise<UpdateOutcome<Refused>> {
  const writer = context.log.writer();
  try {
    const outcome = await runUntilCommit(writer, () => writer.update(change));
    // What lost in modifySecret is tried again at once, and puts its own values on top.
    const isTriedAgain = outcome.kind === "declined" && context.call.operation === "modifySecret";
    if (outcome.kind !== "committed" && !writer.mayHaveCommitted && !isTriedAgain)
      await restoreLatest(context);
    return outcome;
  } catch (error) {
    if (error instanceof WriteFailure) await restoreLatest(context);
    throw error;
  }
}

/** Registers a secret whose entries are stored by the function that is given. */
export async function register(
  context: WriteContext,
  { type }: Pick<SecretRecord, "type">,
  store: (
    context: WriteContext & { readonly uid: string },
  ) => Promise<ReadonlyMap<string, KeyEntry>>,
  options: { readonly overForeign: boolean } = { overForeign: false },
): Promise<CreateOutcome> {
  const { secrets, path, log, call } = context;
  const head = { path, type, role: "head-changing" } as const;
  let announced: GcpSecret | undefined;
  const outcome = await write<Exists>(context, async (state) => {
    if (await isTaken(context, state, options))
      return { kind: "decline", refusal: { kind: "exists" } };
    announced ??= await secrets.ensure(head, call);
    const uid = newUid();
    const keys = await store({ ...context, uid });
    const created = log.port.now();
    return { kind: "commit", content: { uid, path, type, created, keys, deleted: false } };
  });
  if (outcome.kind === "declined") return outcome.refusal;
  const revision = committed(outcome);
  if (announced !== undefined) await secrets.settle(announced, { ...head, role: "head" }, call);
  return { kind: "created", revision };
}

async function storeRecord(
  { uid, ...context }: WriteContext & { readonly uid: string },
  record: SecretRecord,
): Promise<ReadonlyMap<string, KeyEntry>> {
  return storeEntries(context, record, { uid, before: new Map() });
}

async function isTaken(
  { secrets, path, call }: WriteContext,
  state: LogState,
  { overForeign }: { readonly overForeign: boolean },
): Promise<boolean> {
  if (liveState(state) !== undefined) return true;
  if (overForeign || state.number > 0) return false;
  return (await foreignLatest(secrets, path, call)).kind !== "not_found";
}

/** Replaces the whole content. */
export async function replace(
  secrets: GcpSecrets,
  path: string,
  change: { readonly record: SecretRecord; readonly expected: Revision | undefined },
  call: Call,
): Promise<ReplaceOutcome> {
  const log = storedLog(secrets, path, call);
  const { record, expected } = change;
  type Refused = Refusal | { readonly kind: "type_mismatch"; readonly storedType: string };
  const context = { secrets, path, log, call, added: new AddedValues() };
  const outcome = await write<Refused>(context, async (state) => {
    const live = liveState(state);
    if (live === undefined)
      return { kind: "decline", refusal: await absent(secrets, path, state, call) };
    const { manifest } = live;
    if (manifest.type !== record.type)
      return {
        kind: "decline",
        refusal: { kind: "type_mismatch", storedType: manifest.type },
      };
    if (expected !== undefined && revisionOf(live) !== expected)
      return { kind: "decline", refusal: { kind: "conflict" } };
    const { uid } = manifest;
    // Going back to a state puts its values on top, also those that are in force, if something has covered them.
    const before =
      call.operation === "rollbackSecret" ? await uncover(log.port, manifest) : manifest.keys;
    const keys = await storeEntries(context, record, { uid, before });
    return { kind: "commit", content: { ...manifest, keys } };
  });
  if (outcome.kind === "declined") return outcome.refusal;
  return { kind: "replaced", revision: committed(outcome) };
}

/** Why a secret that is not there cannot be changed. */
export async function absent(
  secrets: GcpSecrets,
  path: string,
  state: LogState,
  call: Call,
): Promise<Refusal> {
  // Where there has been a secret of keykist, nothing else is looked for.
  if (state.number > 0) return { kind: "absent" };
  const { kind } = await foreignLatest(secrets, path, call);
  return { kind: kind === "not_found" ? "absent" : "not_owned" };
}

/** The revision of a write that came into force, or the error for one of which that is not known. */
export function committed(
  outcome: Exclude<UpdateOutcome<unknown>, { readonly kind: "declined" }>,
): Revision {
  switch (outcome.kind) {
    case "committed":
      return revisionOf(outcome);
    case "unknown":
      throw outcome.error;
    case "exhausted":
      throw notApplied(
        new LogError("busy", "other writers changed it before each attempt of this write"),
      );
  }
}
