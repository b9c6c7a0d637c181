import type { Secret, SecretsManager } from "@keykist/core";
import type { CaseContext } from "./conformance-case.ts";
import { succeeds } from "./expectations.ts";

/** Entries of a secret, as a case writes them down. */
export type GivenEntries = Readonly<Record<string, string>>;

/** The beginnings of the paths of managers whose scope a case chose. */
const prefixes = new WeakMap<SecretsManager, string>();

/** Notes under which prefix a manager keeps its secrets, so that they can be stored without it. */
export function notePrefix(manager: SecretsManager, prefix: string): void {
  prefixes.set(manager, prefix);
}

/**
 * Stores a secret that a case begins with: through the manager where it writes, else as its backend's other
 * programs do. Does not wait until readers see it.
 */
export async function storeSecret(
  context: CaseContext,
  manager: SecretsManager,
  secret: Secret<object>,
): Promise<void> {
  if (context.capabilities.write) {
    await succeeds(manager.registerSecret(secret), "registering a secret");
  } else {
    await storeEntries(context, manager, secret.name, secret);
  }
}

/** Gives a stored secret other entries, in the same way. */
export async function overwriteSecret(
  context: CaseContext,
  manager: SecretsManager,
  secret: Secret<object>,
): Promise<void> {
  if (context.capabilities.write) {
    await succeeds(manager.updateSecret(secret), "updating a secret");
  } else {
    await storeEntries(context, manager, secret.name, secret);
  }
}

async function storeEntries(
  { backend }: CaseContext,
  manager: SecretsManager,
  name: string,
  { type, content }: Pick<Secret<object>, "type" | "content">,
): Promise<void> {
  const entries = Object.entries(content).map(([key, value]: [string, unknown]) => {
    if (typeof value !== "string") throw new TypeError(`${key}: only strings can be planted`);
    return [key, value] as const;
  });
  const path = `${prefixes.get(manager) ?? ""}${name}`;
  await backend.plant?.(path, Object.fromEntries(entries), { owned: true, type });
}
