import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import * as mini from "zod/mini";
import { refusal } from "../../test/refusal.ts";
import { BaseSecretSchema } from "./base-secret-schema.ts";
import { integer, json } from "./codecs.ts";
import { defineSecretSchema } from "./define-secret-schema.ts";
import type { SecretShape } from "./secret-shape.ts";

describe("a shape is accepted", () => {
  it.each<[string, SecretShape[string]]>([
    ["a format", z.email()],
    ["a template literal", z.templateLiteral(["key-", z.number()])],
    ["an enumeration of texts", z.enum(["a", "b"])],
    ["a union of texts", z.union([z.literal("a"), z.string().min(3), z.undefined()])],
    ["an intersection", z.intersection(z.string(), z.string())],
    ["stringbool", z.stringbool()],
    ["a lazy type", z.lazy(() => z.string())],
    ["a brand", z.string().brand("token")],
    ["a read-only one", z.string().readonly()],
    ["a prefault", z.string().prefault("x")],
    ["a custom type of texts", z.custom<`${number}px`>((value) => typeof value === "string")],
    ["a recursive value in JSON", json(tree())],
    ["a chain of codecs", z.string().pipe(integer())],
  ])("with %s", (_what, type) => {
    expect(() => defineSecretSchema("t", { k: type })).not.toThrow();
  });
});

describe("a shape is refused", () => {
  it.each<[string, unknown, string]>([
    ["a transform", z.string().transform((text) => text.length), "a transform"],
    ["a preprocess", z.preprocess(String, z.string()), "a transform"],
    ["a catch", z.string().catch("x"), ".catch()"],
    ["a trim", z.string().trim(), "changes the value"],
    ["a lower case", z.email().toLowerCase(), "changes the value"],
    ["an overwrite", z.string().overwrite((text) => text), "changes the value"],
    ["a coercion", z.coerce.string(), "z.coerce"],
    ["a promise", json(z.promise(z.string())), "z.promise"],
    ["a transform in a lazy type", z.lazy(() => z.string().transform(String)), "a transform"],
    [
      "a transform deep in JSON",
      json(z.array(z.object({ a: z.record(z.string(), z.string().transform(Number)) }))),
      "a transform",
    ],
    ["a transform in a union", z.union([z.string(), z.string().transform(String)]), "a transform"],
    ["a transform in a recursive value", json(tree(z.string().transform(String))), "a transform"],
    ["a trim in a pipe", z.string().pipe(z.string().trim()), "changes the value"],
    ["an asynchronous check", z.string().refine(async () => true), "asynchronous"],
    [
      "an asynchronous codec",
      z.codec(z.string(), z.string(), { decode: async (text) => text, encode: String }),
      "asynchronous",
    ],
    ["types without end", endless(), "more than 10000 parts"],
    [
      "a lazy type that fails",
      z.lazy(() => {
        throw new Error("hunter2");
      }),
      "cannot be looked at",
    ],
    ["a number", z.number(), "is not stored as a string"],
    ["a boolean", z.boolean(), "is not stored as a string"],
    ["an object", z.object({}), "is not stored as a string"],
    ["anything", z.any(), "is not stored as a string"],
    ["what may be null", z.string().nullable(), "is not stored as a string"],
    ["a union with a number", z.union([z.string(), z.number()]), "is not stored as a string"],
    ["a literal number", z.literal(["a", 5]), "is not stored as a string"],
    [
      "a codec over a number",
      z.codec(z.number(), z.string(), { decode: String, encode: Number }),
      "is not stored as a string",
    ],
    ["zod/mini", mini.string(), "zod/mini"],
    ["a function", z.string, "is no type of zod 4"],
    ["a text", "string", "is no type of zod 4"],
    ["nothing", undefined, "is no type of zod 4"],
    ["a validator of something else", { "~standard": { version: 1 } }, "is no type of zod 4"],
  ])("with %s", (_what, type, problem) => {
    const error = refusal(() => construct("t", { good: z.string(), bad: type }));
    expect(error.code).toBe("INVALID_CONFIG");
    expect(error.issues).toEqual([
      { key: "bad", problem: expect.stringContaining(problem) as unknown },
    ]);
    expect(error.message).not.toContain("hunter2");
    expect(error.hint).not.toBe("");
  });

  it.each(["", "no type", "-a", "a/b", "x".repeat(64), "arbitrary", undefined, 5])(
    "under the type %j",
    (type) => {
      expect(refusal(() => construct(type, {})).code).toBe("INVALID_CONFIG");
    },
  );

  it.each(["", "1a", "a b", "a.b", "x".repeat(129), "é"])("with the key %j", (key) => {
    expect(refusal(() => construct("t", { [key]: z.string() })).code).toBe("INVALID_KEY");
  });

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["a zod object", z.object({ a: z.string() })],
    ["a map", new Map()],
    ["a list", []],
    ["a key __proto__ that sets the prototype instead", { __proto__: z.string() }],
  ])("where it is %s", (_what, shape) => {
    expect(refusal(() => construct("t", shape)).code).toBe("INVALID_CONFIG");
  });

  it("without running the functions that make defaults", () => {
    const made = vi.fn<() => string>(() => "x");
    defineSecretSchema("t", { k: z.string().default(made) });
    expect(made).not.toHaveBeenCalled();
  });
});

/** As plain JavaScript calls it, with anything. */
function construct(type: unknown, shape: unknown): unknown {
  return Reflect.construct(BaseSecretSchema, [type, shape]);
}

function tree(leaf: z.ZodType = z.string()): z.ZodType {
  const node: z.ZodType = z.object({
    leaf,
    get children() {
      return z.array(node);
    },
    lazily: z.lazy(() => node.optional()),
  });
  return node;
}

function endless(): z.ZodType {
  return z.lazy(() => z.union([z.string(), endless()]));
}
