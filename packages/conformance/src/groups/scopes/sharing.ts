import assert from "node:assert/strict";
import type { SecretScope } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { holds, isAbsent, succeeds } from "../../expectations.ts";
import { givenUpdate } from "../../given.ts";
import { ownedBy, register, scoped } from "./scoped-managers.ts";

/** The most characters of a namespace. */
const LONGEST_NAMESPACE = 100;

export const sharingCases: readonly ConformanceCase[] = group("scopes", {
  "shared-none": {
    title: "two managers of scope none see each other's secrets, updates and deletions",
    requires: ["set up"],
    run: (context) => areShared(context, "none"),
  },
  "shared-global": {
    title: "two managers of scope global see each other's secrets, updates and deletions",
    requires: ["set up"],
    run: (context) => areShared(context, "global"),
  },
  "shared-component": {
    title:
      "two managers of scope component with one id see each other's secrets, updates and deletions",
    requires: ["set up"],
    run: (context) => areShared(context, "component"),
  },
  "shared-namespace": {
    title:
      "two managers of one namespace see each other's secrets, updates and deletions, whatever their ids",
    requires: ["set up"],
    run: (context) => areShared(context, "namespace"),
  },
  "not-shared-component": {
    title: "managers of scope component with different ids do not see each other's secrets",
    requires: ["set up"],
    run: (context) => areNotShared(context, "component", ["blue-app", "green-app"]),
  },
  "not-shared-namespace": {
    title: "managers of different namespaces do not see each other's secrets",
    requires: ["set up"],
    run: (context) => areNotShared(context, "namespace", ["blue-app", "green-app"]),
  },
  "namespaces-beginning-alike": {
    title: "a namespace sees nothing of one whose name begins with its own: team and team2",
    requires: ["set up"],
    run: (context) => areNotShared(context, "namespace", ["team2", "team"]),
  },
  "namespaces-case": {
    title: "namespaces that differ only in case are different",
    requires: ["set up"],
    run: (context) => areNotShared(context, "namespace", ["team", "Team"]),
  },
  "namespaces-separators": {
    title: "namespaces that differ only in their separators are different",
    requires: ["set up"],
    run: (context) => areNotShared(context, "namespace", ["a-b", "a_b"]),
  },
  "components-case": {
    title: "component ids that differ only in case are different components",
    requires: ["set up"],
    run: (context) => areNotShared(context, "component", ["team", "Team"]),
  },
  "namespace-and-name": {
    title:
      "the end of a namespace and the beginning of a name do not run together: a and b-c, a-b and c",
    requires: ["set up"],
    run: async (context) => {
      const one = await scoped(context, "namespace", "a");
      const other = await scoped(context, "namespace", "a-b");
      await register(context, one, "b-c", "of a");
      await register(context, other, "c", "of a-b");
      await context.settle();
      await holds(one, "b-c", { password: "of a" }, "b-c in the namespace a");
      await holds(other, "c", { password: "of a-b" }, "c in the namespace a-b");
      await isAbsent(one, "c", "c in the namespace a");
      await isAbsent(other, "b-c", "b-c in the namespace a-b");
    },
  },
  "namespaces-longest": {
    title:
      "the longest namespace takes the longest names, and such names, or namespaces, may differ in the last character",
    requires: ["set up"],
    run: async (context) => {
      const owners = alikeOfLength(context, LONGEST_NAMESPACE);
      const { names: longest } = context.capabilities.limits;
      const names = alikeOfLength(context, longest);
      const managers = await Promise.all(
        owners.map((namespace) => ownedBy(context, "namespace", namespace)),
      );
      for (const [index, manager] of managers.entries())
        for (const name of names) await register(context, manager, name, `${index} ${name.at(-1)}`);
      await context.settle();
      for (const [index, manager] of managers.entries()) {
        for (const name of names)
          await holds(manager, name, { password: `${index} ${name.at(-1)}` }, "one of the four");
        const listed = await succeeds(manager.getAllSecretKeys(), "listing names");
        assert.deepEqual(listed.toSorted(), names, "the names of one of the namespaces");
      }
    },
  },
  "component-and-namespace": {
    title: "a component and a namespace of one name do not see each other's secrets",
    requires: ["set up"],
    run: async (context) => {
      const name = context.name("db");
      const component = await scoped(context, "component", "team");
      const namespace = await scoped(context, "namespace", "team");
      await register(context, component, name, "of the component");
      await context.settle();
      await isAbsent(namespace, name, "the component's secret, read through the namespace");
      await register(context, namespace, name, "of the namespace");
      await context.settle();
      await holds(component, name, { password: "of the component" }, "the component's secret");
    },
  },
});

/** Two names that differ in their last character, each of so many. */
function alikeOfLength(context: CaseContext, length: number): readonly [string, string] {
  const beginning = context.name("n".repeat(length)).slice(0, length - 1);
  return [`${beginning}a`, `${beginning}b`];
}

/** Two managers of one scope and owner see what the other does, also where they have read before. */
async function areShared(context: CaseContext, scope: SecretScope): Promise<void> {
  const name = context.name("db");
  const managers = [await scoped(context, scope), await scoped(context, scope)] as const;
  const [one, other] = managers;
  await register(context, one, name, "tulip");
  await context.settle();
  for (const each of managers)
    await holds(each, name, { password: "tulip" }, "what one registered");
  await givenUpdate(context, other, name, { token: "dahlia" });
  for (const each of managers) await holds(each, name, { token: "dahlia" }, "what one updated");
  if (!context.capabilities.write) return;
  await succeeds(one.deleteSecret(name), "deleting");
  await context.settle();
  for (const each of managers) await isAbsent(each, name, "what one deleted");
}

/** Two managers of one scope with different owners keep secrets of one name apart. */
async function areNotShared(
  context: CaseContext,
  scope: SecretScope,
  [first, second]: readonly [string, string],
): Promise<void> {
  const name = context.name("db");
  const one = await scoped(context, scope, first);
  const other = await scoped(context, scope, second);
  await register(context, one, name, `of ${first}`);
  await context.settle();
  await isAbsent(other, name, `the secret of ${first}, read through ${second}`);
  await register(context, other, name, `of ${second}`);
  if (context.capabilities.write) {
    await succeeds(other.deleteSecret(name), `deleting the secret of ${second}`);
  }
  await context.settle();
  await holds(one, name, { password: `of ${first}` }, `the secret of ${first}`);
}
