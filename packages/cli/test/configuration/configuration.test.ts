import { readFile } from "node:fs/promises";
import { KeykistError } from "@keykist/core";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { parseConfiguration } from "../../src/configuration/configuration.ts";
import { SCHEMA_URL } from "../../src/configuration/edit-configuration.ts";

const manager = { id: "0197", flavor: "local" };

/** A document, and what the parser says of it: `undefined` where it accepts it. */
const documents: readonly (readonly [what: string, document: unknown, problem?: RegExp])[] = [
  ["nothing", {}],
  [
    "everything",
    {
      $schema: "./keykist.schema.json",
      active: "dev",
      managers: { dev: { ...manager, config: { scope: "none", nested: { a: [1] } } } },
      flavors: { acme: "./acme.ts", other: "@acme/keykist#Other" },
      schemas: ["./schemas.ts"],
    },
  ],
  ["names with every letter they may have", { managers: { "A.b_c-9": manager } }],
  ["an array", [], /expected a JSON object/],
  ["a text", "x", /expected a JSON object/],
  ["nothing at all", null, /expected a JSON object/],
  ["an unknown field", { manager: {} }, /manager: unknown field/],
  ["a field with a strange name", { "\u001b[31mx": 1 }, /\(a name\): unknown field/],
  ["a schema that is no text", { $schema: 1 }, /\$schema: expected/],
  ["an active one that is no text", { active: 1 }, /active: expected the name of a manager/],
  ["managers that are a list", { managers: [] }, /managers: expected an object/],
  ["a manager that is a text", { managers: { dev: "local" } }, /managers.dev: expected an object/],
  ["a manager without id", { managers: { dev: { flavor: "local" } } }, /managers.dev.id: expected/],
  ["an id with a slash", { managers: { dev: { ...manager, id: "a/b" } } }, /dev.id: expected/],
  ["a flavor in capitals", { managers: { dev: { id: "1", flavor: "AWS" } } }, /flavor: expected/],
  [
    "a config that is a list",
    { managers: { dev: { ...manager, config: [] } } },
    /config: expected/,
  ],
  ["an unknown field of a manager", { managers: { dev: { ...manager, x: 1 } } }, /dev.x: unknown/],
  ["a name with a space", { managers: { "a b": manager } }, /\(a name\) is no name of a manager/],
  ["the name __proto__", JSON.parse('{"managers":{"__proto__":{}}}'), /is no name of a manager/],
  ["flavors that are a list", { flavors: [] }, /flavors: expected an object/],
  ["a flavor without a source", { flavors: { acme: "" } }, /flavors.acme: expected a path/],
  ["a source that is a number", { flavors: { acme: 1 } }, /flavors.acme: expected a path/],
  ["a flavor with a bad name", { flavors: { "A b": "./x.ts" } }, /is no name of a flavor/],
  ["keykist's own flavor", { flavors: { local: "./x.ts" } }, /is the name of keykist's own flavor/],
  ["schemas that are a text", { schemas: "./x.ts" }, /schemas: expected an array/],
  ["schemas that are numbers", { schemas: [1] }, /schemas: expected an array/],
];

describe("a configuration", () => {
  test.each(documents)("with %s", (_what, document, problem) => {
    const read = (): unknown => parseConfiguration(JSON.stringify(document), "keykist.json");
    if (problem === undefined) expect(read).not.toThrow();
    else expect(read).toThrow(problem);
  });

  test.each(documents)("with %s is the same to an editor", async (_what, document, problem) => {
    const schema = z.fromJSONSchema(await editorSchema());
    expect(schema.safeParse(document).success).toBe(problem === undefined);
  });

  test("whose active manager is not there is refused, which no editor can tell", () => {
    expect(() => parseConfiguration('{"active":"dev"}', "f")).toThrow(/manager that is not there/);
  });

  test("names where it is no JSON, and quotes nothing of it", () => {
    const text = '{\n  "active": "hunter2",\n}';
    expect(() => parseConfiguration(text, "f")).toThrow(
      /f is not valid: .*it is no JSON, at line 3 column 1$/,
    );
    try {
      parseConfiguration(text, "f");
    } catch (error) {
      expect(KeykistError.is(error, "INVALID_CONFIG")).toBe(true);
      expect(String(error)).not.toContain("hunter2");
    }
  });

  test("may begin with the mark that some editors write", () => {
    expect(parseConfiguration("\uFEFF{}", "f").schemas).toEqual([]);
  });

  test("never meets what every object has", () => {
    const { managers, flavors } = parseConfiguration("{}", "f");
    expect([Reflect.get(managers, "toString"), Reflect.get(flavors, "constructor")]).toEqual([
      undefined,
      undefined,
    ]);
  });

  test("names the schema that the package brings", async () => {
    expect((await editorSchema())["$id"]).toBe(SCHEMA_URL);
  });
});

async function editorSchema(): Promise<Record<string, unknown>> {
  const file = new URL("../../keykist.schema.json", import.meta.url);
  return z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(file, "utf8")));
}
