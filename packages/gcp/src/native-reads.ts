import { isOfBackend } from "./errors.ts";
import { liveState, type WriteContext } from "./stored-log.ts";
import type { VersionsPort } from "./manifest-log/log-port.ts";
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

async function putOnTop(versions: VersionsPort, value: Uint8Array): Promise<boolean> {
  try {
    return (await versions.append(value)).kind === "appended";
  } catch (error) {
    if (isOfBackend(error)) return false;
    throw error;
  }
}

/**
 * Hides the values of a write that was not applied from other programs. If a value is in force, it is added again on top.
 * If none is, the added version is destroyed, which no other writer can have named. Doctor reports what could not be done.
 */
export async function restoreLatest(context: WriteContext): Promise<void> {
  const { log, added } = context;
  if (added.numbers.size === 0) return;
  try {
    const inForce = liveState(await log.reader().strong())?.manifest;
    const covered = [...added.numbers].filter(
      ([key, number]) => number > (inForce?.keys.get(key)?.version?.number ?? 0),
    );
    const keys = covered.map(([key]) => key);
    const values = await valuesOf(log.port, inForce, keys);
    if (values.kind === "failed") return;
    await Promise.all(
      covered.map(async ([key, number]) => {
        const versions = log.port.key(keyId(context.path, key));
        const value = values.values.get(key) ?? new Uint8Array();
        const isOnTop = value.length > 0 && (await putOnTop(versions, value));
        // A read that fails is better than a value that is not in force.
        if (!isOnTop) await versions.destroy(number);
      }),
    );
  } catch (error) {
    // The write itself has failed, and that is what its caller is told.
    if (!isOfBackend(error)) throw error;
  }
}
