import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { KeykistError } from "../../src/errors/keykist-error.ts";
import { configFields } from "../../src/stack/config-fields.ts";
import type { ConfigIssue, ConfigResult, ConfigSchema } from "../../src/stack/config-schema.ts";
import { parseConfig } from "../../src/stack/parse-config.ts";

const VALUE = "hunter2-super-secret";

function refusal(schema: ConfigSchema, input: unknown): KeykistError {
  try {
    parseConfig(schema, input, { subject: 's3 "models"', flavor: "s3" });
  } catch (error) {
    if (KeykistError.is(error, "INVALID_CONFIG")) return error;
    throw error;
  }
  throw new Error("expected INVALID_CONFIG");
}

/** The issues as `key: problem`. */
function issues(schema: ConfigSchema, input: unknown): string[] {
  return (refusal(schema, input).issues ?? []).map(({ key, problem }) => `${key}: ${problem}`);
}

/** A schema that somebody wrote by hand. */
function foreign(
  validate: (input: unknown) => ConfigResult<unknown> | Promise<ConfigResult<unknown>>,
): ConfigSchema {
  return {
    "~standard": {
      version: 1,
      vendor: "somebody",
      validate,
      jsonSchema: { input: () => ({ type: "object" }), output: () => ({ type: "object" }) },
    },
  };
}

describe("parseConfig", () => {
  it("gives the output, copied and frozen however deep", () => {
    const schema = z.object({ list: z.array(z.object({ a: z.string() })), at: z.instanceof(Date) });
    const input = { list: [{ a: "x" }], at: new Date(0) };
    const config = parseConfig(schema, input, { subject: "it" });

    expect(config).toEqual(input);
    for (const part of [config, config.list, config.list[0]])
      expect(part).toSatisfy(Object.isFrozen);
    expect(config.at).not.toSatisfy(Object.isFrozen);
  });

  it("does not freeze what was passed in, where a schema passes it on", () => {
    const input = { a: { b: 1 } };
    parseConfig(
      foreign((value) => ({ value })),
      input,
      { subject: "it" },
    );
    expect(input.a).not.toSatisfy(Object.isFrozen);
  });

  it("says whose configuration it is, what is wrong field by field, and which fields there are", () => {
    const schema = configFields({ bucket: { type: "string" }, size: { type: "integer" } });
    const error = refusal(schema, { size: "x", [VALUE]: 1 });

    expect(error.message).toBe(
      'the configuration of s3 "models" is not valid: bucket: missing; size: expected integer; (unknown key): unknown field',
    );
    expect(error.flavor).toBe("s3");
    expect(error.hint).toBe("known fields: bucket, size");
    expect(error.issues).toEqual([
      { key: "bucket", problem: "missing" },
      { key: "size", problem: "expected integer" },
      { key: "(unknown key)", problem: "unknown field" },
    ]);
  });

  it("says it of foreign schemas in its own words, from their JSON Schema", () => {
    const schema = z.strictObject({
      name: z.string().min(3),
      mode: z.enum(["a", "b"]),
      size: z.int(),
      either: z.union([z.string(), z.boolean()]),
      nested: z.object({ list: z.array(z.number()) }),
      labels: z.record(z.string(), z.string()),
    });
    const input = {
      name: "x",
      mode: VALUE,
      size: VALUE,
      either: 1,
      nested: { list: [1, VALUE] },
      labels: { [VALUE]: 1 },
      [VALUE]: VALUE,
    };

    expect(issues(schema, input)).toEqual([
      "name: not accepted",
      "mode: expected one of: a, b",
      "size: expected integer",
      "either: expected string or boolean",
      "nested.list[1]: expected number",
      "labels.(unknown key): expected string",
      "(unknown key): unknown field",
    ]);
    expect(issues(schema, {})).toEqual([
      "name: missing",
      "mode: missing",
      "size: missing",
      "either: missing",
      "nested: missing",
      "labels: missing",
    ]);
    expect(issues(schema, null)).toEqual(["(config): expected object"]);
  });

  it("follows definitions and intersections", () => {
    const address = z.object({ port: z.int() }).meta({ id: "Address" });
    const schema = z.intersection(
      z.object({ first: address, second: address }),
      z.object({ third: z.array(address) }),
    );
    const input = { first: { port: "x" }, second: {}, third: [{ port: 1.5 }] };

    expect(issues(schema, input)).toEqual([
      "first.port: expected integer",
      "second.port: missing",
      "third[0].port: expected integer",
    ]);
  });

  it("counts a path of objects with keys, and a stray field that is named by its path", () => {
    const report = (path: NonNullable<ConfigIssue["path"]>): ConfigSchema =>
      ({
        "~standard": {
          ...foreign(() => ({ issues: [{ message: VALUE, path }] }))["~standard"],
          jsonSchema: {
            input: () => ({ properties: { a: { type: "string" } }, additionalProperties: false }),
            output: () => ({}),
          },
        },
      }) satisfies ConfigSchema;

    expect(issues(report([{ key: "a" }]), { a: 1 })).toEqual(["a: expected string"]);
    expect(issues(report([VALUE]), { [VALUE]: 1 })).toEqual(["(unknown key): unknown field"]);
    expect(issues(report([Symbol(VALUE)]), {})).toEqual(["(unknown key): missing"]);
  });

  it("masks every key where there is no JSON Schema", () => {
    const schema = z.object({ at: z.date() });
    expect(issues(schema, { at: "x" })).toEqual(["(unknown key): not accepted"]);
  });

  // What zod and hand-written schemas do with their input; none of it may get out.
  const leaks: [title: string, schema: ConfigSchema][] = [
    ["enum", z.object({ key: z.enum(["a"]) })],
    ["literal", z.object({ key: z.literal("a") })],
    ["regular expression", z.object({ key: z.string().regex(/^\d+$/u) })],
    ["coercion", z.object({ key: z.coerce.number() })],
    ["strict object", z.strictObject({})],
    ["record of an enum", z.object({ key: z.record(z.enum(["a"]), z.string()) })],
    ["union", z.object({ key: z.union([z.literal("a"), z.number()]) })],
    [
      "refinement that quotes",
      z.object({ key: z.string().refine(() => false, { error: (issue) => String(issue.input) }) }),
    ],
    [
      "transform that throws",
      z.object({ key: z.string().transform((text): unknown => JSON.parse(text)) }),
    ],
    [
      "preprocessing that throws",
      z.object({ key: z.preprocess((v): unknown => JSON.parse(String(v)), z.int()) }),
    ],
    ["message that quotes", foreign((input) => ({ issues: [{ message: JSON.stringify(input) }] }))],
    ["path that quotes", foreign(() => ({ issues: [{ message: "", path: [VALUE, VALUE] }] }))],
    [
      "error that quotes",
      foreign((input) => {
        throw new Error(JSON.stringify(input), { cause: input });
      }),
    ],
    ["rejection that quotes", foreign((input) => Promise.reject(new Error(JSON.stringify(input))))],
  ];

  it.each(leaks)("shows nothing of the input: %s", (_, schema) => {
    const error = refusal(schema, { key: VALUE, [VALUE]: VALUE });
    const shown = inspect(error, { depth: null, showHidden: true }) + JSON.stringify(error);

    expect(shown).not.toContain("hunter2");
    expect(error.cause).toBeUndefined();
  });

  it("refuses a schema that answers later", () => {
    const later = foreign((value) => Promise.resolve({ value }));
    expect(issues(later, {})).toEqual(["(config): its schema answers asynchronously"]);
  });

  it("refuses an input that a schema refuses without saying why", () => {
    expect(
      issues(
        foreign(() => ({ issues: [] })),
        {},
      ),
    ).toEqual(["(config): not accepted"]);
  });
});
