import { SECRET_SCOPES, type SecretScope, type SecretsManager } from "@keykist/core";
import type { CaseContext } from "../../conformance-case.ts";
import { succeeds } from "../../expectations.ts";
import { secretOf } from "../../given.ts";

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
  const segment = context.name(owner);
  return context.manager(
    scope === "namespace" ? { scope, namespace: segment } : { scope },
    scope === "component" ? { id: segment } : {},
  );
}

/** What the paths of a scope begin with. */
export function prefixOf(context: CaseContext, scope: SecretScope): string {
  const segment = context.name(OWNERS[scope]);
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

/** Registers a secret with one key through a manager, under the whole name that is given. */
export async function register(
  manager: SecretsManager,
  name: string,
  password: string,
): Promise<void> {
  await succeeds(manager.registerSecret(secretOf(name, { password })), "registering a secret");
}
