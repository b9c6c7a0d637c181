import type { NamedSecretsManagers, Reference, SecretsManager } from "@keykist/core";
import type { Session } from "../session.ts";

/**
 * The managers that references name, and the chosen one for those that name none.
 *
 * @throws KeykistError `MANAGER_NOT_FOUND`, and as `Session.manager` does
 */
export async function namedManagers(
  session: Session,
  references: readonly Reference[],
): Promise<NamedSecretsManagers> {
  const names = new Set(references.map(({ manager }) => manager));
  const managers = new Map<string, SecretsManager>();
  for (const name of names) {
    if (name !== undefined) managers.set(name, await session.manager(name));
  }
  return { default: names.has(undefined) ? await session.manager() : undefined, managers };
}
