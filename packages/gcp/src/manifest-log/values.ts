import { crc32c } from "./checksum.ts";
import { LogError } from "./log-error.ts";
import type { LogPort } from "./log-port.ts";
import type { LogReader, LogState } from "./log-reader.ts";
import type { KeyEntry, Manifest } from "./manifest.ts";

export interface ReadValuesOptions {
  readonly consistency: "strong" | "snapshot";
  /** The keys whose values are needed; `undefined` is all. Others are passed over. */
  readonly keys?: readonly string[] | undefined;
}

/** A state, and the values of it, by key. */
export interface StateWithValues {
  readonly state: LogState;
  readonly values: ReadonlyMap<string, Uint8Array>;
}

/** How often a read begins again because values were collected while it was under way. */
const RESTARTS = 16;

/** How often a value is added while no answer comes. */
const ADDS = 4;

const EMPTY = new Uint8Array();

/**
 * Reads a state with its values, all of one state: each by the number that the manifest names, and checked
 * against the manifest's checksum.
 *
 * A value that is not there as named was collected, because its manifest was superseded twice since it was read; it is
 * begun again then. The same manifest again means that the value was damaged.
 */
export async function readValues(
  port: LogPort,
  begin: () => LogReader,
  { consistency, keys }: ReadValuesOptions,
): Promise<StateWithValues> {
  let failed: { readonly number: number; readonly key: string } | undefined;
  for (let restart = 0; restart <= RESTARTS; restart += 1) {
    // What has failed once was not the newest, or is damaged: only a strong read tells.
    const strong = consistency === "strong" || failed !== undefined;
    const { state, values } = await (strong ? strongly : snapshot)(port, begin(), keys);
    if (failed !== undefined && failed.number === state.number) throw damagedValue(failed.key);
    if (values.kind === "values") return { state, values: values.values };
    failed = { number: state.number, key: values.key };
  }
  throw new LogError("busy", "values were collected whenever they were read");
}

/** What reading the values of a state comes to. */
type ReadOfValues =
  | { readonly kind: "values"; readonly values: ReadonlyMap<string, Uint8Array> }
  | { readonly kind: "failed"; readonly key: string };

/** A state, and what reading its values came to. */
interface StateRead {
  readonly state: LogState;
  readonly values: ReadOfValues;
}

async function snapshot(
  port: LogPort,
  reader: LogReader,
  keys: readonly string[] | undefined,
): Promise<StateRead> {
  const state = await reader.snapshot();
  return { state, values: await valuesOf(port, state.manifest, keys) };
}

/**
 * Reads the values of what `latest` shows while it is found out whether anything is newer, which is rare: versions never
 * change, so that values may be read before it is known that they are the ones.
 */
async function strongly(
  port: LogPort,
  reader: LogReader,
  keys: readonly string[] | undefined,
): Promise<StateRead> {
  const shown = await reader.shown();
  const [strong, early] = await Promise.allSettled([
    reader.strong({ from: shown.top }),
    valuesOf(port, shown.manifest, keys),
  ]);
  if (strong.status === "rejected") throw strong.reason;
  const state = strong.value;
  const foreseen = shown.manifest !== undefined && state.number === shown.top;
  if (!foreseen) return { state, values: await valuesOf(port, state.manifest, keys) };
  if (early.status === "rejected") throw early.reason;
  return { state, values: early.value };
}

/** The values that a manifest names, or the first key whose value is not as named. */
export async function valuesOf(
  port: LogPort,
  manifest: Manifest | undefined,
  keys: readonly string[] | undefined,
): Promise<ReadOfValues> {
  const entries = [...(manifest?.keys ?? [])].filter(([key]) => keys?.includes(key) ?? true);
  const read = await Promise.all(
    entries.map(async ([key, entry]) => [key, await valueOf(port, entry)] as const),
  );
  const values = new Map<string, Uint8Array>();
  for (const [key, value] of read) {
    if (value === undefined) return { kind: "failed", key };
    values.set(key, value);
  }
  return { kind: "values", values };
}

/** The value that an entry names; `undefined` where it is not as named. */
export async function valueOf(
  port: LogPort,
  { secret, version }: KeyEntry,
): Promise<Uint8Array | undefined> {
  if (version === undefined) return EMPTY;
  const accessed = await port.key(secret).access(version.number);
  if (accessed.kind !== "found") return undefined;
  return crc32c(accessed.data) === version.checksum ? accessed.data : undefined;
}

/** Adds a version with a value; an answer that is lost costs a version that nobody names. */
export async function addValue(
  port: LogPort,
  secret: string,
  value: Uint8Array,
): Promise<KeyEntry> {
  // GCP refuses an empty payload.
  if (value.length === 0) return { secret };
  const checksum = crc32c(value);
  for (let attempt = 1; ; attempt += 1) {
    const appended = await port.key(secret).append(value);
    if (appended.kind === "appended")
      return { secret, version: { number: appended.number, checksum } };
    if (attempt === ADDS) throw appended.error;
    await port.backOff(attempt);
  }
}

function damagedValue(key: string): LogError {
  return new LogError(
    "damaged",
    `the value of the key "${key}" was destroyed, disabled or changed`,
  );
}
