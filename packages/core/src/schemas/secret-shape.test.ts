import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import type { Secret } from "../secrets/secret.ts";
import { BaseSecretSchema } from "./base-secret-schema.ts";
import { boolean, integer } from "./codecs.ts";
import { defineSecretSchema } from "./define-secret-schema.ts";
import type { ContentOf, SecretSchema } from "./secret-schema.ts";

// What the compiler knows of schemas. `tsc` checks these; most of it never runs.

const schema = defineSecretSchema("typed", {
  user: z.string(),
  port: integer(),
  token: z.string().optional(),
  exact: z.string().exactOptional(),
  tls: boolean().default(true),
  mode: z.enum(["a", "b"]),
});

type Create = (typeof schema)["create"];

interface Content {
  readonly user: string;
  readonly port: number;
  readonly token?: string | undefined;
  readonly exact?: string | undefined;
  readonly tls: boolean;
  readonly mode: "a" | "b";
}

interface Input extends Omit<Content, "tls"> {
  readonly tls?: boolean | undefined;
}

describe("the types of a schema", () => {
  it("give the content as zod's object would, read-only", () => {
    expectTypeOf<ContentOf<typeof schema>>().branded.toEqualTypeOf<Content>();
    const { content } = schema.create("n", { user: "u", port: 1, mode: "a" });
    expectTypeOf(content.user).toEqualTypeOf<string>();
    expectTypeOf(content.port).toEqualTypeOf<number>();
    expectTypeOf(content.token).toEqualTypeOf<string | undefined>();
    expectTypeOf(content.tls).toEqualTypeOf<boolean>();
    expectTypeOf(content.mode).toEqualTypeOf<"a" | "b">();
    expectTypeOf<ReturnType<Create>>().toEqualTypeOf<Secret<ContentOf<typeof schema>>>();
    // @ts-expect-error -- content is read-only
    expect(() => (content.user = "x")).toThrow(TypeError);
    // @ts-expect-error -- the schema has no such key
    expect(content.alien).toBeUndefined();
  });

  it("let optional keys and those with a default be left out of create", () => {
    expectTypeOf<Parameters<Create>[1]>().branded.toEqualTypeOf<Input>();
    expect(
      schema.create("n", { user: "u", port: 1, mode: "b", token: undefined }).keys,
    ).toHaveLength(4);
    // @ts-expect-error -- `mode` is missing
    expect(() => schema.create("n", { user: "u", port: 1 })).toThrow("missing");
    // @ts-expect-error -- the decoded type goes in, not the stored text
    expect(() => schema.create("n", { user: "u", port: "1", mode: "a" })).toThrow("expected");
    // @ts-expect-error -- the schema has no such key
    expect(() => schema.create("n", { user: "u", port: 1, mode: "a", alien: "x" })).toThrow(
      "unknown",
    );
  });

  it("take only zod types that are stored as strings", () => {
    // @ts-expect-error -- a number is not stored as a string
    expect(() => defineSecretSchema("t", { k: z.number() })).toThrow("is not stored as a string");
    // @ts-expect-error -- nor is null
    expect(() => defineSecretSchema("t", { k: z.string().nullable() })).toThrow(
      "is not stored as a string",
    );
    // @ts-expect-error -- nor is an object
    expect(() => defineSecretSchema("t", { k: z.object({ a: z.string() }) })).toThrow(
      "is not stored as a string",
    );
  });

  it("fit the interface that managers and registries ask for", () => {
    expectTypeOf(schema).toExtend<SecretSchema>();
    expectTypeOf(schema).toExtend<SecretSchema<ContentOf<typeof schema>>>();
    expectTypeOf<BaseSecretSchema>().toExtend<SecretSchema>();
    expectTypeOf(schema).not.toExtend<SecretSchema<{ readonly alien: string }>>();
    expect(schema).toBeInstanceOf(BaseSecretSchema);
  });

  it("let a content that was read go back in, changed", () => {
    const { content } = schema.create("n", { user: "u", port: 1, mode: "a" });
    expect(schema.create("n", { ...content, port: 2 }).content.port).toBe(2);
  });
});
