import { LogError } from "./log-error.ts";
import type { LogPort } from "./log-port.ts";
import type { KeyEntry, Manifest } from "./manifest.ts";
import { addValue, valuesOf } from "./values.ts";

/**
 * Repair: where a key's secret has versions above the one in force, which a writer left that was cut short, the
 * value in force is added again. Committing what this answers makes it the latest, too, for people and tools that read
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

/** The keys whose secrets have a version above the one in force. */
export async function coveredKeys(port: LogPort, { keys }: Manifest): Promise<readonly string[]> {
  const covered = await Promise.all(
    [...keys].map(async ([key, { secret, version }]) => {
      if (version === undefined) return [];
      const above = await port.key(secret).access(version.number + 1);
      return above.kind === "not_found" ? [] : [key];
    }),
  );
  return covered.flat();
}
