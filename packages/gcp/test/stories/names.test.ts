import { describe, expect, it } from "vitest";
import { headId, keyId } from "../../src/names.ts";
import { entriesOf, project, secretOf } from "./project.ts";

/** What a secret of these keys is given. */
const contentOf = (name: string, keys: readonly string[]) =>
  Object.fromEntries(keys.map((key) => [key, key === "empty" ? "" : `${key} of ${name}`]));

describe("names that could be mixed up", () => {
  const long = `${"n".repeat(100)}/${"N".repeat(99)}`;
  const many: readonly [name: string, keys: readonly string[]][] = [
    ["a", ["b_c", "b--c", "A", "a", "head", "__proto__"]],
    ["a_b", ["c"]],
    ["a--b", ["c"]],
    ["A", ["b_c"]],
    ["team/db.prod", ["user", "head"]],
    [long, ["K".repeat(128)]],
    ["nothing", []],
    ["db", ["empty"]],
  ];

  it("stay apart, come back as they were, and are found by their labels", async () => {
    const { manager: open, person } = project();
    const manager = open();
    for (const [name, keys] of many)
      await manager.registerSecret(secretOf(name, contentOf(name, keys)));
    expect(await manager.getAllSecretKeys()).toEqual(many.map(([name]) => name).toSorted());
    for (const [name, keys] of many) {
      expect(await entriesOf(manager, name)).toEqual(contentOf(name, keys));
      const [head] = await person.client.getSecret({
        name: `${person.parent}/secrets/${headId(name)}`,
      });
      const filter = `labels.keykist-secret=${head.labels?.["keykist-secret"] ?? ""}`;
      const expected = [headId(name), ...keys.map((key) => keyId(name, key))].toSorted();
      expect(await person.list(filter)).toEqual(expected);
    }
  });
});
