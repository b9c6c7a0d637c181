import type { Secret, SecretsManager } from "@keykist/core";
import type { CaseContext } from "../../conformance-case.ts";
import { type GivenEntries, secretOf } from "../../given.ts";
import { canary } from "../../leaks/canary.ts";
import { storeSecret } from "../../set-up.ts";

/** A secret whose values are looked for afterwards. */
export interface CanarySecret {
  readonly name: string;
  readonly entries: GivenEntries;
  readonly secret: Secret;
  readonly values: readonly string[];
}

/** A secret of two canaries, not stored yet. */
export function canarySecret(context: CaseContext, hint: string): CanarySecret {
  const name = context.name(hint);
  const entries = { user: canary(context.random), password: canary(context.random) };
  return { name, entries, secret: secretOf(name, entries), values: Object.values(entries) };
}

/** Stores a secret of two canaries. */
export async function givenCanary(
  context: CaseContext,
  manager: SecretsManager,
  hint: string,
): Promise<CanarySecret> {
  const made = canarySecret(context, hint);
  await storeSecret(context, manager, made.secret);
  await context.settle();
  return made;
}

/** Lets work end as it may: what is looked at is what was said meanwhile. */
export async function quietly(work: Promise<unknown>): Promise<void> {
  await work.then(
    () => undefined,
    () => undefined,
  );
}
