import type { SecretsManager } from "@keykist/core";

/** One operation of a manager, whatever it is given and answers. */
type AnyOperation = (...args: readonly unknown[]) => unknown;

/**
 * A layer before a manager: what stands around each operation is told its name, and the operation to go on with. What it
 * does not care for, it hands on.
 */
export function layer(
  manager: SecretsManager,
  around: (name: string, operation: AnyOperation) => AnyOperation = (_name, operation) => operation,
): SecretsManager {
  return new Proxy(manager, {
    get: (target, name) => {
      const part: unknown = Reflect.get(target, name, target);
      if (typeof part !== "function" || typeof name !== "string") return part;
      const operation = (...args: readonly unknown[]): unknown =>
        Reflect.apply(part, target, [...args]);
      return around(name, operation);
    },
  });
}
