import { describe, expect, expectTypeOf, it } from "vitest";
import { configFields } from "../../src/stack/config-fields.ts";
import type { ConfigOf, ConfigSchema } from "../../src/stack/config-schema.ts";

const fields = configFields({
  region: { type: "string", optional: true, description: "Where it is" },
  projectId: { type: "string", pattern: "^[a-z][a-z0-9-]*$" },
  consistency: { type: "string", values: ["strong", "snapshot"], default: "strong" },
  attempts: { type: "integer", minimum: 1, maximum: 9, default: 3 },
  verify: { type: "boolean", optional: true },
  labels: { type: "stringMap", optional: true },
  token: { type: "string", optional: true, sensitive: true },
});

/** What a schema says of an input: its output, or its issues as `path: message`. */
function answer(schema: ConfigSchema, input: unknown): unknown {
  const result = schema["~standard"].validate(input);
  if (result instanceof Promise) throw new Error("expected a synchronous answer");
  if (result.issues === undefined) return result.value;
  return result.issues.map(
    ({ path, message }) => `${(path ?? []).map(String).join(".")}: ${message}`,
  );
}

describe("configFields", () => {
  it("gives the fields that are there, and defaults", () => {
    expect(answer(fields, { projectId: "p1", labels: { team: "a" } })).toEqual({
      projectId: "p1",
      consistency: "strong",
      attempts: 3,
      labels: { team: "a" },
    });
  });

  it("knows the type of what it gives", () => {
    expectTypeOf<ConfigOf<typeof fields>>().toEqualTypeOf<{
      readonly region?: string;
      readonly projectId: string;
      readonly consistency: "strong" | "snapshot";
      readonly attempts: number;
      readonly verify?: boolean;
      readonly labels?: Readonly<Record<string, string>>;
      readonly token?: string;
    }>();
  });

  it("fits a hand-written interface, as declarations without inference need", () => {
    interface Config {
      readonly region?: string | undefined;
      readonly mode: "a" | "b";
    }
    const modes = ["a", "b"] as const;
    const schema: ConfigSchema<Config> = configFields({
      region: { type: "string", optional: true },
      mode: { type: "string", values: modes, default: "a" },
    });
    expect(answer(schema, {})).toEqual({ mode: "a" });
    // @ts-expect-error the field is a number, and the interface says that it is a string
    const wrong: ConfigSchema<{ readonly size: string }> = configFields({
      size: { type: "integer" },
    });
    expect(wrong).toBeDefined();
  });

  it("takes a field that is undefined for one that is left out", () => {
    expect(answer(fields, { projectId: "p1", region: undefined, attempts: undefined })).toEqual({
      projectId: "p1",
      consistency: "strong",
      attempts: 3,
    });
  });

  it("tells all that is wrong at once, and quotes nothing", () => {
    const input = {
      region: 7,
      projectId: "HUNTER2",
      consistency: "hunter2",
      attempts: 10,
      verify: "hunter2",
      labels: { team: 1 },
      hunter2: "x",
    };
    expect(answer(fields, input)).toEqual([
      "region: expected string",
      "projectId: does not match ^[a-z][a-z0-9-]*$",
      "consistency: expected one of: strong, snapshot",
      "attempts: expected integer of at most 9",
      "verify: expected boolean",
      "labels: expected object of strings",
      "hunter2: unknown field",
    ]);
  });

  it.each([
    [{ projectId: undefined }, "missing"],
    [{ projectId: null }, "expected string"],
  ])("refuses a required field that is not there: %j", (input, problem) => {
    expect(answer(fields, input)).toEqual([`projectId: ${problem}`]);
  });

  it.each([1.5, Number.NaN, Infinity, "3", 2 ** 53, 10n])(
    "refuses %s as an integer",
    (attempts) => {
      expect(answer(fields, { projectId: "p1", attempts })).toEqual(["attempts: expected integer"]);
    },
  );

  it("bounds integers from below", () => {
    expect(answer(fields, { projectId: "p1", attempts: 0 })).toEqual([
      "attempts: expected integer of at least 1",
    ]);
  });

  it.each([null, undefined, "text", [], new Map()])(
    "refuses what is no plain object: %s",
    (input) => {
      expect(answer(fields, input)).toEqual([": expected object"]);
    },
  );

  it("does not look at prototypes", () => {
    const hostile: unknown = JSON.parse('{"projectId": "p1", "__proto__": {"region": "x"}}');
    expect(answer(fields, hostile)).toEqual(["__proto__: unknown field"]);
    expect(answer(configFields({}), JSON.parse('{"constructor": 1}'))).toEqual([
      "constructor: unknown field",
    ]);
    expect(answer(configFields({ toString: { type: "string" } }), {})).toEqual([
      "toString: missing",
    ]);
  });

  it("refuses a default that does not fit its field", () => {
    expect(() => configFields({ size: { type: "integer", minimum: 1, default: 0 } })).toThrow(
      'the default of the field "size" does not fit it',
    );
  });

  it("gives JSON Schema, draft 2020-12", () => {
    const { jsonSchema } = fields["~standard"];
    const properties = {
      region: { type: "string", description: "Where it is" },
      projectId: { type: "string", pattern: "^[a-z][a-z0-9-]*$" },
      consistency: { type: "string", enum: ["strong", "snapshot"], default: "strong" },
      attempts: { type: "integer", minimum: 1, maximum: 9, default: 3 },
      verify: { type: "boolean" },
      labels: { type: "object", additionalProperties: { type: "string" } },
      token: { type: "string", writeOnly: true },
    };
    const common = {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      properties,
      additionalProperties: false,
    };
    expect(jsonSchema.input({ target: "draft-2020-12" })).toEqual({
      ...common,
      required: ["projectId"],
    });
    expect(jsonSchema.output({ target: "draft-2020-12" })).toEqual({
      ...common,
      required: ["projectId", "consistency", "attempts"],
    });
  });
});
