import type { Call, HistoryEntry, Revision, StoredRecord } from "@keykist/core";
import { foreignRecordOf } from "./foreign-secret.ts";
import type { GcpConfig } from "./config.ts";
import type { GcpSecrets } from "./gcp-secrets.ts";
import { chainFrom } from "./manifest-log/collect.ts";
import type { Accessed } from "./manifest-log/log-port.ts";
import { readValues, valuesOf } from "./manifest-log/values.ts";
import { foreignId } from "./names.ts";
import {
  type LiveState,
  liveState,
  revisionOf,
  storedLog,
  storedRecord,
  type StoredLog,
} from "./stored-log.ts";
import { versionsPort } from "./versions.ts";

/** Reads a secret, or what something else has made under its name. */
export async function read(
  secrets: GcpSecrets,
  path: string,
  { consistency }: Pick<GcpConfig, "consistency">,
  call: Call,
): Promise<StoredRecord | undefined> {
  const { port, reader } = storedLog(secrets, path, call);
  const { keys } = call.wanted;
  const { state, values } = await readValues(port, reader, { consistency, keys });
  const live = liveState(state);
  if (live !== undefined) return storedRecord(live, values);
  // Where there has been a secret of keykist, nothing else is looked for.
  if (state.number > 0) return undefined;
  return foreignRecordOf(await foreignLatest(secrets, path, call), foreignId(path));
}

/** The latest version of a secret that something else may have made, under the very name. It is read, never changed. */
export async function foreignLatest(
  secrets: GcpSecrets,
  path: string,
  call: Call,
): Promise<Accessed> {
  return versionsPort(secrets, secrets.name(foreignId(path)), call).latest();
}

/** The states of the present incarnation that are kept, newest first. */
export async function history(
  secrets: GcpSecrets,
  path: string,
  call: Call,
): Promise<readonly HistoryEntry[] | undefined> {
  const log = storedLog(secrets, path, call);
  const states = await keptStates(log);
  return states?.map((live) => ({
    revision: revisionOf(live),
    createdAt: new Date(live.manifest.at),
    keys: [...live.manifest.keys.keys()].toSorted(),
  }));
}

/** One of the states of {@link history}, with its values. */
export async function readRevision(
  secrets: GcpSecrets,
  path: string,
  revision: Revision,
  call: Call,
): Promise<StoredRecord | undefined> {
  const log = storedLog(secrets, path, call);
  const states = await keptStates(log);
  const live = states?.find((state) => revisionOf(state) === revision);
  if (live === undefined) return undefined;
  const found = await valuesOf(log.port, live.manifest, call.wanted.keys);
  // Its values were collected in the meantime.
  return found.kind === "failed" ? undefined : storedRecord(live, found.values);
}

async function keptStates({ reader: begin }: StoredLog): Promise<readonly LiveState[] | undefined> {
  const reader = begin();
  const live = liveState(await reader.strong());
  if (live === undefined) return undefined;
  const chain = await chainFrom(reader, live);
  const end = chain.findIndex(
    ({ manifest }) => manifest.deleted || manifest.uid !== live.manifest.uid,
  );
  return end === -1 ? chain : chain.slice(0, end);
}
