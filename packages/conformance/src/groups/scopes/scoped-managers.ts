import { SECRET_SCOPES, type SecretScope, type SecretsManager } from "@keykist/core";
import type { CaseContext } from "../../conformance-case.ts";
import { secretOf } from "../../given.ts";
import { notePrefix, storeSecret } from "../../set-up.ts";

/** How cases call the owner of a scope, where they speak of one only. */
const OWNERS: Readonly<Record<SecretScope, string>> = {
  none: "nobody",
  global: "everybody",
  component: "machine",
  namespace: "team",
};

/** A manager of a scope. In scopes that have an owner, of the owner that a case calls by this hint. */
export function scoped(
  context: CaseContext,
  scope: SecretScope,
  owner: string = OWNERS[scope],
): Promise<SecretsManager> {
  return ownedBy(context, scope, context.name(owner));
}

/** A manager of a scope, of the owner of exactly this name. */
export async function ownedBy(
  context: CaseContext,
  scope: SecretScope,
  segment: string,
): Promise<SecretsManager> {
  const manager = await context.manager(
    scope === "namespace" ? { scope, namespace: segment } : { scope },
    scope === "component" ? { id: segment } : {},
  );
  notePrefix(manager, prefixFor(scope, segment));
  return manager;
}

/** What the paths of a scope begin with. */
export function prefixOf(context: CaseContext, scope: SecretScope): string {
  return prefixFor(scope, context.name(OWNERS[scope]));
}

function prefixFor(scope: SecretScope, segment: string): string {
  return {
    none: "",
    global: "keykist/global/",
    component: `keykist/component/${segment}/`,
    namespace: `keykist/namespace/${segment}/`,
  }[scope];
}

/** A manager of each scope over one backend. */
export async function oneOfEach(
  context: CaseContext,
): Promise<readonly (readonly [SecretScope, SecretsManager])[]> {
  return Promise.all(
    SECRET_SCOPES.map(async (scope) => [scope, await scoped(context, scope)] as const),
  );
}

/** Stores a secret with one key for a manager, under the whole name that is given. */
export async function register(
  context: CaseContext,
  manager: SecretsManager,
  name: string,
  password: string,
): Promise<void> {
  await storeSecret(context, manager, secretOf(name, { password }));
}
