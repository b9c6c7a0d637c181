import type { SecretsManager } from "@keykist/core";
import type { CaseContext } from "./conformance-case.ts";
import { collected, succeeds } from "./expectations.ts";
import { secretOf } from "./given.ts";
import { notePrefix, storeSecret } from "./set-up.ts";

/** The most secrets that a page of the backend holds, as far as it is known. */
export function pageSize({ harness }: CaseContext): number {
  return harness.pageSize ?? 100;
}

/** As many secrets of scope `none` as are asked for; answers their names, sorted. */
export async function givenMany(
  context: CaseContext,
  count: number,
  hint = "db/",
): Promise<string[]> {
  const names = manyNames(context, count, hint);
  await givenNamed(context, names);
  return names;
}

/** Stores secrets of scope `none` under these names. */
export async function givenNamed(context: CaseContext, names: readonly string[]): Promise<void> {
  if (context.backend.fill === undefined) {
    await storeEach(context, await context.manager(), names);
  } else {
    await context.backend.fill(names);
  }
  await context.settle();
}

/** As many secrets of a namespace, which no manager of scope `none` sees. */
export async function givenManyOf(
  context: CaseContext,
  namespace: string,
  count: number,
): Promise<void> {
  const names = manyNames(context, count, "db/");
  const prefix = `keykist/namespace/${namespace}/`;
  if (context.backend.fill === undefined) {
    const manager = await context.manager({ scope: "namespace", namespace });
    notePrefix(manager, prefix);
    await storeEach(context, manager, names);
  } else {
    await context.backend.fill(names.map((name) => `${prefix}${name}`));
  }
  await context.settle();
}

/** The names that a listing gives, in its order. */
export async function namesListed(
  manager: SecretsManager,
  prefix: string,
  what: string,
): Promise<string[]> {
  const summaries = await succeeds(collected(manager.listSecrets({ prefix })), what);
  return summaries.map(({ name }) => name);
}

function manyNames(context: CaseContext, count: number, hint: string): string[] {
  return Array.from({ length: count }, (_, number) =>
    context.name(`${hint}${String(number).padStart(5, "0")}`),
  );
}

async function storeEach(
  context: CaseContext,
  manager: SecretsManager,
  names: readonly string[],
): Promise<void> {
  for (const name of names) {
    await storeSecret(context, manager, secretOf(name, { password: "tulip" }));
  }
}
