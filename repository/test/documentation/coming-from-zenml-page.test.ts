import { describe, expect, test } from "vitest";

import { StackComponentType } from "../../../packages/core/src/index.ts";
import { SecretSchemaRegistry } from "../../../packages/core/src/schemas/registry.ts";
import { page } from "./pages.ts";

const { text } = page("docs/coming-from-zenml.md");
const section = /^### Built-in schemas$(.*?)^## /ms.exec(text)?.[1] ?? "";
const rows = new Map(
  Array.from(section.matchAll(/^\| `([a-z_0-9]+)` \| ([^|]*) \|/gm), ([, type = "", keys = ""]) => [
    type,
    keys,
  ]),
);

// A registry of its own: one that other tests have not added to.
const registry = new SecretSchemaRegistry();

describe("the built-in schemas in docs/coming-from-zenml.md", () => {
  test("are all there, and no others", () => {
    expect([...rows.keys()].toSorted()).toEqual(registry.types());
  });

  test.each([...rows])("%s has the keys that the page says", async (type, keys) => {
    const { requiredKeys, optionalKeys } = await registry.get(type);
    const named = Array.from(keys.matchAll(/`(\w+)`(\*?)/g), ([, key, star]) => `${key}${star}`);
    const expected = [...requiredKeys.map((key) => `${key}*`), ...optionalKeys];
    expect(named.toSorted()).toEqual(expected.toSorted());
  });
});

test("the ZenML page of the documentation speaks of a stack component type that exists", () => {
  expect(StackComponentType.SECRETS_MANAGER).toBe("secrets_manager");
});
