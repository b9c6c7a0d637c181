import type { ActiveVersion, LogPort } from "./log-port.ts";
import type { LogReader } from "./log-reader.ts";
import type { Manifest } from "./manifest.ts";

export interface CollectOptions {
  /** How long a state is kept after another superseded it; milliseconds. */
  readonly grace: number;
  /**
   * How many superseded manifests are kept, whatever their age. At least 1: the records between the last two
   * manifests are what a reader needs to see that the newer one is in force.
   */
  readonly previous: number;
}

/** A manifest of the chain, with its number. */
export interface Link {
  readonly number: number;
  readonly manifest: Manifest;
}

/**
 * Garbage collection: destroys what no manifest names that is kept, values first, then the records of the head from
 * the oldest up. What is cut short, the next one finishes.
 */
export async function collect(
  port: LogPort,
  reader: LogReader,
  { grace, previous }: CollectOptions,
): Promise<void> {
  const state = await reader.strong();
  if (state.manifest === undefined) return;
  const chain = await chainFrom(reader, { number: state.number, manifest: state.manifest });
  const records = chain.length > previous + 1 ? await port.head.active() : [];
  const kept = keptOf(chain, { records, oldest: port.now() - grace, previous });
  const oldest = kept.at(-1);
  if (oldest === undefined) return;
  const naming = kept.filter((_link, index) => !isDeletedSince(kept, index));
  for (const [secret, below] of collectible(chain, naming)) {
    await destroyBelow(port, secret, below);
  }
  if (kept.length === chain.length) return;
  for (const { number } of records.toSorted((a, b) => a.number - b.number)) {
    if (number < oldest.number) await port.head.destroy(number);
  }
}

/** The manifests that were in force, newest first, down to the first or to one that was destroyed. */
export async function chainFrom(reader: LogReader, newest: Link): Promise<readonly Link[]> {
  const chain = [newest];
  for (let number = newest.manifest.base; number > 0;) {
    const record = await reader.record(number);
    if (record.kind !== "manifest") break;
    chain.push({ number, manifest: record.manifest });
    number = record.manifest.base;
  }
  return chain;
}

/**
 * The newest manifests of a chain: a few whatever their age, and those that were in force not long ago. The server's
 * time decides. A manifest's own `at` is what its writer says, and whoever can write a head could destroy by it.
 */
function keptOf(
  chain: readonly Link[],
  {
    records,
    oldest,
    previous,
  }: {
    readonly records: readonly ActiveVersion[];
    readonly oldest: number;
    readonly previous: number;
  },
): readonly Link[] {
  const createdAt = new Map(records.map((record) => [record.number, record.createdAt]));
  const end = chain.findIndex((_link, index) => {
    const superseded = createdAt.get(chain[index - 1]?.number ?? 0);
    return index > previous && superseded !== undefined && superseded <= oldest;
  });
  return end === -1 ? chain : chain.slice(0, end);
}

/** Reports whether a state came before one that says that the secret is deleted: then nobody may have its values any more. */
function isDeletedSince(kept: readonly Link[], index: number): boolean {
  return kept.slice(0, index + 1).some(({ manifest }) => manifest.deleted);
}

/** Of each key's secret, the number below which no kept manifest names a version. */
function collectible(chain: readonly Link[], naming: readonly Link[]): ReadonlyMap<string, number> {
  const lowest = new Map<string, number>();
  const named = new Map<string, number>();
  for (const { manifest } of naming) {
    for (const { secret, version } of manifest.keys.values()) {
      if (version === undefined) continue;
      lowest.set(secret, Math.min(lowest.get(secret) ?? version.number, version.number));
    }
  }
  for (const { manifest } of chain) {
    for (const { secret, version } of manifest.keys.values()) {
      if (version === undefined) continue;
      named.set(secret, Math.max(named.get(secret) ?? 0, version.number));
    }
  }
  const below = new Map<string, number>();
  for (const link of chain) {
    for (const { secret, version } of link.manifest.keys.values()) {
      if (version === undefined) continue;
      const bound = lowest.get(secret) ?? (named.get(secret) ?? 0) + 1;
      if (version.number < bound) below.set(secret, bound);
    }
  }
  return below;
}

async function destroyBelow(port: LogPort, secret: string, below: number): Promise<void> {
  const versions = port.key(secret);
  for (const { number } of await versions.active()) {
    if (number < below) await versions.destroy(number);
  }
}
