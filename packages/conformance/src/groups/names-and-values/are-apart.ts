import assert from "node:assert/strict";
import type { CaseContext } from "../../conformance-case.ts";
import { holds, isAbsent, succeeds } from "../../expectations.ts";
import { givenDeletion, givenSecret, givenUpdate } from "../../given.ts";

/** Registers secrets under all of these names, updates and deletes some, and asserts that each has its own fate. */
export async function areApart(context: CaseContext, hints: readonly string[]): Promise<void> {
  const manager = await context.manager();
  for (const hint of hints) await givenSecret(context, manager, hint, { password: `of ${hint}` });
  const [first = "", last = ""] = [hints.at(0), hints.at(-1)];
  await givenUpdate(context, manager, context.name(first), { password: "changed" });
  const { write } = context.capabilities;
  if (write) await givenDeletion(context, manager, context.name(last));
  for (const hint of hints.slice(1, -1))
    await holds(manager, context.name(hint), { password: `of ${hint}` }, hint);
  await holds(manager, context.name(first), { password: "changed" }, `${first}, which was updated`);
  if (write) await isAbsent(manager, context.name(last), `${last}, which was deleted`);
  else await holds(manager, context.name(last), { password: `of ${last}` }, last);
  const names = (write ? hints.slice(0, -1) : hints).map((hint) => context.name(hint));
  const listed = new Set(await succeeds(manager.getAllSecretKeys(), "listing names"));
  assert.deepEqual(
    names.filter((name) => !listed.has(name)),
    [],
    "names that are not listed",
  );
  assert.ok(!write || !listed.has(context.name(last)), "the name that was deleted is listed");
}
