import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { setBrand } from "../brand.ts";
import { refusal } from "../../test/refusal.ts";
import { arbitrarySchema } from "./arbitrary-schema.ts";
import { BaseSecretSchema } from "./base-secret-schema.ts";
import { awsSchema, basicAuthSchema } from "./index.ts";
import { defineSecretSchema } from "./define-secret-schema.ts";
import { type BuiltIns, loadBuiltIns } from "./load-built-ins.ts";
import { defaultSchemaRegistry, registerSecretSchema, SecretSchemaRegistry } from "./registry.ts";
import type { SecretSchema } from "./secret-schema.ts";

const builtInTypes = [
  "api_key",
  "arbitrary",
  "aws",
  "azure",
  "basic_auth",
  "gcp",
  "kserve_az",
  "kserve_gs",
  "kserve_s3",
  "mysql",
  "postgres",
  "seldon_az",
  "seldon_gs",
  "seldon_s3",
  "ssh_key",
  "tls",
  "whylabs",
];

const example = (): BaseSecretSchema<{ readonly username: z.ZodString }> =>
  defineSecretSchema("example", { username: z.string() });

const slot = Symbol.for("keykist.schemaRegistry");

describe("a registry", () => {
  let registry: SecretSchemaRegistry;

  beforeEach(() => {
    registry = new SecretSchemaRegistry();
  });

  it("knows the built-in types from the start", async () => {
    expect(registry.types()).toEqual(builtInTypes);
    for (const type of builtInTypes) {
      expect(registry.has(type)).toBe(true);
      expect((await registry.get(type)).TYPE).toBe(type);
    }
    expect(await registry.get("aws")).toBe(awsSchema);
    expect(await registry.get("arbitrary")).toBe(arbitrarySchema);
  });

  it("answers many who ask at once with the same object", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => registry.get("gcp")));
    expect(new Set(answers).size).toBe(1);
  });

  it("answers what it registers, and gives it to who asks", async () => {
    const schema = example();
    const registered = registry.register(schema);
    expectTypeOf(registered).toEqualTypeOf<typeof schema>();
    expect(registered).toBe(schema);
    expect(await registry.get("example")).toBe(schema);
    expect(registry.has("example")).toBe(true);
    expect(registry.types()).toEqual([...builtInTypes, "example"].toSorted());
  });

  it("takes the same object twice, and no other under its type", async () => {
    const schema = registry.register(example());
    expect(registry.register(schema)).toBe(schema);
    const error = refusal(() => registry.register(example()));
    expect(error.code).toBe("SCHEMA_EXISTS");
    expect(error.hint).toContain("choose another type");
    expect(await registry.get("example")).toBe(schema);
  });

  it("takes a class that extends BaseSecretSchema", async () => {
    const shape = { username: z.string() };
    class ExampleSchema extends BaseSecretSchema<typeof shape> {
      constructor() {
        super("example", shape);
      }
    }
    const schema = registry.register(new ExampleSchema());
    expectTypeOf(schema).toEqualTypeOf<ExampleSchema>();
    expect(await registry.get("example")).toBe(schema);
  });

  it("keeps the types of built-in schemas for these, loaded or not", async () => {
    const own = defineSecretSchema("basic_auth", { user: z.string() });
    expect(refusal(() => registry.register(own)).code).toBe("SCHEMA_EXISTS");
    expect(registry.register(basicAuthSchema)).toBe(basicAuthSchema);
    expect(registry.register(arbitrarySchema)).toBe(arbitrarySchema);
    expect(await registry.get("basic_auth")).toBe(basicAuthSchema);
    expect(refusal(() => registry.register(own)).code).toBe("SCHEMA_EXISTS");
    const pretended = { ...arbitraryLike("arbitrary") };
    expect(refusal(() => registry.register(pretended)).code).toBe("SCHEMA_EXISTS");
  });

  it("takes a built-in schema of another copy of this package", async () => {
    const foreign = arbitraryLike("tls");
    setBrand(foreign, "builtIn", "tls");
    expect(registry.register(foreign)).toBe(foreign);
    expect((await registry.get("tls")).TYPE).toBe("tls");
    const wrong = arbitraryLike("aws");
    setBrand(wrong, "builtIn", "tls");
    expect(refusal(() => registry.register(wrong)).code).toBe("SCHEMA_EXISTS");
  });

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["a text", "example"],
    ["a class in place of its instance", BaseSecretSchema],
    ["a zod object", z.object({})],
    ["a type outside the grammar", arbitraryLike("no type")],
    ["no methods", { TYPE: "example", requiredKeys: [], optionalKeys: [] }],
    ["keys that are no lists", { ...arbitraryLike("example"), requiredKeys: "username" }],
  ])("refuses what is no schema: %s", (_what, value) => {
    const error = refusal(() => registerAsJavaScript(registry, value));
    expect(error.code).toBe("INVALID_CONFIG");
    expect(registry.types()).toEqual(builtInTypes);
  });

  it("tells who asks for an unknown type which there are", async () => {
    registry.register(example());
    const error = await registry.get("exmaple").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "SCHEMA_NOT_FOUND" });
    expect(String(error)).toContain('"exmaple"');
    expect(Reflect.get(Object(error), "hint")).toMatch(/registerSecretSchema.*aws.*example/u);
    expect(registry.has("exmaple")).toBe(false);
    for (const type of ["__proto__", "constructor", "toString"]) {
      expect(registry.has(type)).toBe(false);
      await expect(registry.get(type)).rejects.toMatchObject({ code: "SCHEMA_NOT_FOUND" });
    }
  });

  it("shares nothing with another", () => {
    registry.register(example());
    expect(new SecretSchemaRegistry().has("example")).toBe(false);
  });
});

describe("the default registry", () => {
  afterEach(() => {
    Reflect.deleteProperty(globalThis, slot);
  });

  it("is one for the process, made on first use, and not enumerable", () => {
    expect(Reflect.has(globalThis, slot)).toBe(false);
    const registry = defaultSchemaRegistry();
    expect(defaultSchemaRegistry()).toBe(registry);
    expect(Object.getOwnPropertyDescriptor(globalThis, slot)).toMatchObject({
      value: registry,
      enumerable: false,
      writable: false,
    });
  });

  it("is what registerSecretSchema registers in", async () => {
    const schema = example();
    const registered = registerSecretSchema(schema);
    expectTypeOf(registered).toEqualTypeOf<typeof schema>();
    expect(await defaultSchemaRegistry().get("example")).toBe(schema);
    expect(refusal(() => registerSecretSchema(example())).code).toBe("SCHEMA_EXISTS");
  });

  it("is the one of another copy of this package, where that came first", () => {
    const foreign = {
      register: (schema: unknown) => schema,
      get: () => 1,
      has: () => true,
      types: () => [],
    };
    Object.defineProperty(globalThis, slot, { value: foreign, configurable: true });
    expect(defaultSchemaRegistry()).toBe(foreign);
  });

  it.each([5, null, {}, { register: () => 1 }])("is not taken for what it is not: %j", (value) => {
    Object.defineProperty(globalThis, slot, { value, configurable: true });
    expect(refusal(() => defaultSchemaRegistry()).code).toBe("INVALID_CONFIG");
    expect(Reflect.get(globalThis, slot)).toBe(value);
  });
});

describe("the built-in schemas", () => {
  const missing = Object.assign(new Error("Cannot find package 'zod'"), {
    code: "ERR_MODULE_NOT_FOUND",
  });

  it("say how to install zod where it is missing, and are tried again", async () => {
    let attempts = 0;
    const load = async (): Promise<BuiltIns> => {
      attempts += 1;
      if (attempts === 1) throw missing;
      return (await import("./built-in/built-in-schemas.ts")).builtInSchemas;
    };
    const error = await loadBuiltIns(load).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "UNSUPPORTED" });
    expect(String(error)).toContain("zod, which is not installed");
    expect(Reflect.get(Object(error), "hint")).toContain('npm install "zod@^4.2.0"');
    expect((await loadBuiltIns(load)).aws).toBe(awsSchema);
  });

  it("tell a zod that they cannot use from none", async () => {
    const error = await loadBuiltIns(() =>
      Promise.reject(new TypeError("z.codec is not a function")),
    ).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "UNSUPPORTED" });
    expect(String(error)).toContain("cannot be loaded with the zod that is installed");
  });
});

/** A schema that was written without BaseSecretSchema. */
function arbitraryLike(type: string): SecretSchema {
  return {
    TYPE: type,
    requiredKeys: [],
    optionalKeys: [],
    create: (name, content) => defineSecretSchema("other", {}).create(name, content),
    decode: () => ({ kind: "decoded", content: {} }),
    encode: () => ({ kind: "encoded", entries: new Map() }),
    toJSONSchema: () => ({}),
  };
}

function registerAsJavaScript(registry: SecretSchemaRegistry, value: unknown): unknown {
  const register: unknown = Reflect.get(registry, "register");
  return typeof register === "function" && Reflect.apply(register, registry, [value]);
}
