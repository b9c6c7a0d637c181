import type { SecretsManager } from "@keykist/core";
import { layer } from "./layer.ts";

/** The operations that change secrets. */
export const WRITES: readonly string[] = [
  "registerSecret",
  "updateSecret",
  "modifySecret",
  "deleteSecret",
  "deleteAllSecrets",
  "rollbackSecret",
  "undeleteSecret",
  "adoptSecret",
];

/** Keeps what is read by a name alone, until one of these operations is done through it. */
export function cached(
  manager: SecretsManager,
  forgetsOn: readonly string[] = WRITES,
): SecretsManager {
  const kept = new Map<unknown, Promise<unknown>>();
  return layer(manager, (name, operation) => {
    if (forgetsOn.includes(name)) {
      return async (...args) => {
        try {
          return await operation(...args);
        } finally {
          kept.clear();
        }
      };
    }
    if (name !== "getSecret") return operation;
    return (...args) => {
      const [secret] = args;
      if (args.length > 1) return operation(...args);
      const reading = kept.get(secret) ?? Promise.resolve(operation(secret));
      kept.set(secret, reading);
      reading.catch(() => kept.delete(secret));
      return reading;
    };
  });
}
