import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { KeykistError } from "../../src/errors/keykist-error.ts";
import { configFields } from "../../src/stack/config-fields.ts";
import type { ConfigOf, ConfigSchema } from "../../src/stack/config-schema.ts";
import { mergeConfigSchemas } from "../../src/stack/merge-config-schemas.ts";
import { parseConfig } from "../../src/stack/parse-config.ts";

const own = configFields({
  scope: { type: "string", values: ["none", "global"], default: "none" },
  timeoutMs: { type: "integer", optional: true },
});

function issues(schema: ConfigSchema, input: unknown): string[] {
  try {
    parseConfig(schema, input, { subject: "it" });
  } catch (error) {
    if (!KeykistError.is(error, "INVALID_CONFIG")) throw error;
    return (error.issues ?? []).map(({ key, problem }) => `${key}: ${problem}`);
  }
  return [];
}

describe.each([
  [
    "fields",
    configFields({
      region: { type: "string" },
      labels: { type: "stringMap", optional: true },
      retries: { type: "integer", default: 2 },
    }),
  ],
  [
    "a zod object",
    z.strictObject({
      region: z.string(),
      labels: z.record(z.string(), z.string()).optional(),
      retries: z.int().default(2),
    }),
  ],
])("the fields of the base merged with those of a flavor given as %s", (_, flavor) => {
  const merged = mergeConfigSchemas(own, flavor);

  it("give the output of both", () => {
    expect(parseConfig(merged, { region: "x", timeoutMs: 5 }, { subject: "it" })).toEqual({
      scope: "none",
      timeoutMs: 5,
      region: "x",
      retries: 2,
    });
    expectTypeOf<ConfigOf<typeof merged>>().toEqualTypeOf<ConfigOf<typeof own>>();
  });

  it("tell the problems of both, in words that quote nothing", () => {
    const input = { scope: "hunter2", region: 1, labels: { hunter2: 1 }, hunter2: 1 };
    const problems = issues(merged, input);

    expect(problems.slice(0, 2)).toEqual([
      "scope: expected one of: none, global",
      "region: expected string",
    ]);
    expect(problems).toContain("(unknown key): unknown field");
    expect(problems.join()).not.toContain("hunter2");
    expect(issues(merged, {})).toEqual(["region: missing"]);
    expect(issues(merged, [])).toEqual(["(config): expected object"]);
  });

  it("give one JSON Schema", () => {
    const schema = merged["~standard"].jsonSchema.input({ target: "draft-2020-12" });

    expect(schema["properties"]).toMatchObject({
      region: { type: "string" },
      labels: { type: "object" },
      retries: { type: "integer", default: 2 },
      scope: { type: "string", enum: ["none", "global"], default: "none" },
      timeoutMs: { type: "integer" },
    });
    expect(schema["required"]).toEqual(["region"]);
    expect(schema["additionalProperties"]).toBe(false);
    const output = merged["~standard"].jsonSchema.output({ target: "draft-2020-12" });
    expect(output["required"]).toEqual(["scope", "region", "retries"]);
  });
});

describe("a merged schema", () => {
  it("keeps what the flavor marks as sensitive", () => {
    const flavor = configFields({ token: { type: "string", sensitive: true } });
    const schema = mergeConfigSchemas(own, flavor)["~standard"].jsonSchema.input({
      target: "draft-2020-12",
    });
    expect(schema["properties"]).toMatchObject({ token: { writeOnly: true } });
  });

  it("never lets a flavor see or change the base's own fields", () => {
    const seen: unknown[] = [];
    const greedy = z.looseObject({ scope: z.string().default("stolen") }).transform((config) => {
      seen.push(config);
      return config;
    });
    const merged = mergeConfigSchemas(own, greedy);

    expect(parseConfig(merged, { scope: "global" }, { subject: "it" })).toEqual({
      scope: "global",
    });
    expect(seen).toEqual([{ scope: "stolen" }]);
  });

  it("refuses a flavor whose schema answers later, or gives no object", () => {
    expect(
      issues(
        mergeConfigSchemas(
          own,
          z.object({}).refine(async () => true),
        ),
        {},
      ),
    ).toHaveLength(1);
    expect(issues(mergeConfigSchemas(own, z.object({}).transform(String)), {})).toEqual([
      "(config): expected object",
    ]);
  });
});
