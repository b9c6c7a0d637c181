import { isOfBackend } from "./errors.ts";
import { liveState, type WriteContext } from "./stored-log.ts";
import type { VersionsPort } from "./manifest-log/log-port.ts";
import type { Manifest } from "./manifest-log/manifest.ts";
import { valuesOf } from "./manifest-log/values.ts";
import { keyId } from "./names.ts";

/*
 * Programs without keykist read the latest version of a key's secret. They must find the value in force there, also after a
 * write that added values and then was refused, or was overtaken.
 */

/** The versions that a write has added to the secrets of keys; of each key the highest. */
export class AddedValues {
  readonly #numbers = new Map<string, number>();

  note(key: string, number: number): void {
    this.#numbers.set(key, Math.max(number, this.#numbers.get(key) ?? 0));
  }

  get numbers(): ReadonlyMap<string, number> {
    return this.#numbers;
  }
}

/** How often it is looked again whether what was put on top is still in force. Doctor reports what is not then. */
const LOOKS = 4;

/** Adds a value on top; answers its number, or `undefined` where that cannot be told or was refused. */
async function putOnTop(versions: VersionsPort, value: Uint8Array): Promise<number | undefined> {
  try {
    const appended = await versions.append(value);
    return appended.kind === "appended" ? appended.number : undefined;
  } catch (error) {
    if (isOfBackend(error)) return undefined;
    throw error;
  }
}

/**
 * Hides the values of a write that was not applied from other programs. If a value is in force, it is added again on top.
 * If none is, the added version is destroyed, which no other writer can have named. Then it looks again: another writer may
 * have committed meanwhile, whose value would be covered. Doctor reports what could not be done.
 */
export async function restoreLatest(context: WriteContext): Promise<void> {
  const { log, added } = context;
  if (added.numbers.size === 0) return;
  try {
    let restored: number | undefined;
    for (let look = 1; look <= LOOKS; look += 1) {
      const state = await log.reader().strong();
      if (state.number === restored) return;
      restored = state.number;
      const isChanged = await hideAdded(context, liveState(state)?.manifest);
      if (!isChanged) return;
    }
  } catch (error) {
    // The write itself has failed, and that is what its caller is told.
    if (!isOfBackend(error)) throw error;
  }
}

/**
 * Takes the versions that the write has added above those in force out of sight.
 *
 * @returns whether it has added any for that
 */
async function hideAdded(
  { log, added, path }: WriteContext,
  inForce: Manifest | undefined,
): Promise<boolean> {
  const covered = [...added.numbers].filter(
    ([key, number]) => number > (inForce?.keys.get(key)?.version?.number ?? 0),
  );
  const keys = covered.map(([key]) => key);
  const values = await valuesOf(log.port, inForce, keys);
  if (values.kind === "failed") return false;
  const changed = await Promise.all(
    covered.map(async ([key, number]) => {
      const versions = log.port.key(keyId(path, key));
      const value = values.values.get(key) ?? new Uint8Array();
      const onTop = value.length > 0 ? await putOnTop(versions, value) : undefined;
      // A read that fails is better than a value that is not in force.
      if (onTop === undefined) await versions.destroy(number);
      else added.note(key, onTop);
      return onTop !== undefined;
    }),
  );
  return changed.includes(true);
}
