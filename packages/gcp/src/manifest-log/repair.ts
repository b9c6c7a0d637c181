import { crc32c } from "./checksum.ts";
import { LogError } from "./log-error.ts";
import type { Accessed, LogPort, VersionsPort } from "./log-port.ts";
import type { KeyEntry, Manifest } from "./manifest.ts";
import { addValue, valuesOf } from "./values.ts";

/**
 * Repair: where a key's secret has versions above the one in force, which a writer left that was cut short, the
 * value in force is added again. Committing the result also makes it the latest for people and tools that read
 * that. The newest version is never destroyed for it: `latest` does not skip what is destroyed.
 *
 * @returns the keys of the manifest, those that were covered with their new versions
 */
export async function uncover(
  port: LogPort,
  manifest: Manifest,
): Promise<ReadonlyMap<string, KeyEntry>> {
  const covered = await coveredKeys(port, manifest);
  const values = await valuesOf(port, manifest, covered);
  if (values.kind === "failed")
    throw new LogError("damaged", `the value of the key "${values.key}" is not as written`);
  const keys = new Map(manifest.keys);
  for (const [key, value] of values.values) {
    const entry = manifest.keys.get(key);
    if (entry !== undefined)
      keys.set(key, { ...entry, ...(await addValue(port, entry.secret, value)) });
  }
  return keys;
}

/** How many versions above the one in force are looked at, at most. */
const VERSIONS_ABOVE = 64;

/** The keys whose newest version is not the value in force: what programs without keykist read is another value, or none. */
export async function coveredKeys(port: LogPort, { keys }: Manifest): Promise<readonly string[]> {
  const covered = await Promise.all(
    [...keys].map(async ([key, { secret, version }]) => {
      if (version === undefined) return [];
      const newest = (await versionsAbove(port.key(secret), version.number)).at(-1);
      if (newest === undefined) return [];
      // A write that was refused puts the value in force on top again, without a new manifest.
      const isTheSame = newest.kind === "found" && crc32c(newest.data) === version.checksum;
      return isTheSame ? [] : [key];
    }),
  );
  return covered.flat();
}

/** The versions above a number, in their order. */
export async function versionsAbove(
  versions: VersionsPort,
  number: number,
): Promise<readonly Accessed[]> {
  const above: Accessed[] = [];
  while (above.length < VERSIONS_ABOVE) {
    const accessed = await versions.access(number + 1 + above.length);
    if (accessed.kind === "not_found") break;
    above.push(accessed);
  }
  return above;
}
