import type { SecretsManager } from "../manager/secrets-manager.ts";
import type { Reference } from "./reference.ts";

/** Managers by the names that references call them. */
export interface NamedSecretsManagers {
  /** Answers references that name no manager. */
  readonly default?: SecretsManager | undefined;
  readonly managers: Readonly<Record<string, SecretsManager>> | ReadonlyMap<string, SecretsManager>;
}

/** Who answers references: one manager, for those that name none, or many. */
export type ReferenceManagers = SecretsManager | NamedSecretsManagers;

/** The manager that answers a reference, if there is one. */
export function managerOf(
  managers: ReferenceManagers,
  { manager: name }: Reference,
): SecretsManager | undefined {
  if ("getSecrets" in managers) return name === undefined ? managers : undefined;
  if (name === undefined) return managers.default;
  const named = managers.managers;
  if (isMap(named)) return named.get(name);
  // Own properties only: no manager is called "constructor" by accident.
  return Object.hasOwn(named, name) ? named[name] : undefined;
}

function isMap(
  managers: NamedSecretsManagers["managers"],
): managers is ReadonlyMap<string, SecretsManager> {
  return managers instanceof Map;
}
