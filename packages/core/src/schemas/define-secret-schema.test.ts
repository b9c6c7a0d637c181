import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { refusal } from "../../test/refusal.ts";
import { secretState } from "../secrets/create-secret.ts";
import { BaseSecretSchema } from "./base-secret-schema.ts";
import { boolean, integer, json } from "./codecs.ts";
import { defineSecretSchema } from "./define-secret-schema.ts";
import type { SecretSchema } from "./secret-schema.ts";

const exampleSchema = defineSecretSchema("example", {
  username: z.string().describe("The user's name"),
  password: z.string().min(4),
  token: z.string().optional(),
});

const mailSchema = defineSecretSchema("mail", {
  host: z.string(),
  port: integer().default(587),
  tls: boolean().default(true).describe("Whether to encrypt"),
  relay: z.string().default("none").optional(),
  tags: json(z.array(z.string())).optional(),
});

const stored = (secret: unknown): Record<string, string> =>
  Object.fromEntries(secretState(secret)?.entries ?? []);

describe("a schema", () => {
  it("has its type, and its required and optional keys, sorted", () => {
    expect(exampleSchema).toBeInstanceOf(BaseSecretSchema);
    expect(exampleSchema.TYPE).toBe("example");
    expect(exampleSchema.requiredKeys).toEqual(["password", "username"]);
    expect(exampleSchema.optionalKeys).toEqual(["token"]);
    expect(mailSchema.requiredKeys).toEqual(["host"]);
    expect(mailSchema.optionalKeys).toEqual(["port", "relay", "tags", "tls"]);
  });

  it("may have no keys", () => {
    expect(defineSecretSchema("marker", {}).create("n", {}).keys).toEqual([]);
  });

  it("can be a class that extends BaseSecretSchema", () => {
    const shape = { username: z.string(), password: z.string(), token: z.string().optional() };
    class ExampleSchema extends BaseSecretSchema<typeof shape> {
      readonly note = "fields of its own";
      constructor() {
        super("example", shape);
      }
      userOf(content: { readonly username: string }): string {
        return `${content.username} (${this.TYPE})`;
      }
    }
    const schema = new ExampleSchema();
    const { content } = schema.create("prod-db", { username: "app", password: "pass" });
    expect(schema.userOf(content)).toBe("app (example)");
  });
});

describe("create", () => {
  it("makes a secret of a content", () => {
    const secret = exampleSchema.create("prod-db", {
      username: "app",
      password: " pass\n",
      token: "",
    });
    expect({ ...secret.content }).toEqual({ username: "app", password: " pass\n", token: "" });
    expect(secret.keys).toEqual(["password", "token", "username"]);
    expect(secret.type).toBe("example");
    expect(secret.revision).toBeUndefined();
    expect(Object.isFrozen(secret.content)).toBe(true);
    expect(Object.getPrototypeOf(secret.content)).toBeNull();
  });

  it("leaves out keys that are unset or undefined", () => {
    const secret = exampleSchema.create("n", {
      username: "app",
      password: "pass",
      token: undefined,
    });
    expect(Object.keys(secret.content)).toEqual(["password", "username"]);
  });

  it("stores defaults, and what codecs make of values", () => {
    const secret = mailSchema.create("n", { host: "h", tls: false, tags: ["a"] });
    expect({ ...secret.content }).toEqual({
      host: "h",
      port: 587,
      relay: "none",
      tls: false,
      tags: ["a"],
    });
    expect(stored(secret)).toEqual({
      host: "h",
      port: "587",
      relay: "none",
      tags: '["a"]',
      tls: "false",
    });
  });

  it("has keys of any name of the grammar", () => {
    const names = ["__proto__", "constructor", "toString", "hasOwnProperty", "name", "a-b"];
    const schema = defineSecretSchema(
      "odd",
      Object.fromEntries(names.map((name) => [name, z.string()])),
    );
    const content = Object.fromEntries(names.map((name) => [name, `value of ${name}`]));
    const secret = schema.create("n", content);
    expect(stored(secret)).toEqual(content);
    expect(new Map(Object.entries(secret.content))).toEqual(new Map(Object.entries(content)));
    const issues = refusal(() => schema.create("n", {})).issues?.map(({ key }) => key);
    expect(issues).toEqual(names.toSorted());
  });

  it.each<[string, unknown, string, unknown]>([
    ["a missing key", { username: "a" }, "INVALID_VALUE", [["password", "missing"]]],
    [
      "all that is wrong",
      { password: "x", token: 5 },
      "INVALID_VALUE",
      [
        ["password", "too short"],
        ["token", "expected string"],
        ["username", "missing"],
      ],
    ],
    [
      "null",
      { username: null, password: "pass" },
      "INVALID_VALUE",
      [["username", "expected string"]],
    ],
    [
      "a lone surrogate",
      { username: "\uDC00", password: "pass" },
      "INVALID_VALUE",
      [["username", "holds a lone surrogate, which has no UTF-8 form"]],
    ],
    [
      "unknown keys, masked",
      { username: "a", password: "pass", hunter2: "x", hunter3: "y" },
      "INVALID_KEY",
      [["(unknown key)", "the schema does not have it"]],
    ],
    [
      "a symbol as key",
      { username: "a", password: "pass", [Symbol("x")]: "y" },
      "INVALID_KEY",
      [["(unknown key)", "a symbol is no key"]],
    ],
    [
      "inherited values",
      Object.create({ username: "a", password: "pass" }),
      "INVALID_VALUE",
      [
        ["password", "missing"],
        ["username", "missing"],
      ],
    ],
    [
      "a map",
      new Map([["username", "a"]]),
      "INVALID_VALUE",
      [["(content)", "expected an object of keys and values"]],
    ],
    [
      "nothing",
      undefined,
      "INVALID_VALUE",
      [["(content)", "expected an object of keys and values"]],
    ],
  ])("refuses %s", (_what, content, code, issues) => {
    const error = refusal(() => createAsJavaScript(exampleSchema, "prod-db", content));
    expect(error.code).toBe(code);
    expect(error.secret).toBe("prod-db");
    expect(error.issues?.map(({ key, problem }) => [key, problem])).toEqual(issues);
    expect(error.message).toContain('"prod-db" does not fit the schema "example"');
    expect(error.message).not.toContain("hunter");
    expect(error.hint).toBe("required keys: password, username; optional keys: token");
  });

  it("checks the name before the content, and does not quote it", () => {
    const error = refusal(() =>
      exampleSchema.create("hunter2 secret", { username: "", password: "" }),
    );
    expect(error.code).toBe("INVALID_NAME");
    expect(error.message).not.toContain("hunter2");
  });

  it("reads a getter once", () => {
    const username = vi.fn<() => string>(() => "app");
    const content = {
      password: "pass",
      get username() {
        return username();
      },
    };
    expect(exampleSchema.create("n", content).content.username).toBe("app");
    expect(username).toHaveBeenCalledTimes(1);
  });

  it("refuses a default that does not fit", () => {
    const schema = defineSecretSchema("t", { pin: z.string().min(4).default("1") });
    expect(refusal(() => schema.create("n", {})).issues).toEqual([
      { key: "pin", problem: "too short" },
    ]);
  });
});

describe("decode", () => {
  const entries = new Map([
    ["host", "h"],
    ["port", "25"],
  ]);

  it("gives typed content, and the default of what is not stored", () => {
    const decoded = mailSchema.decode(entries);
    expect(decoded.kind === "decoded" && { ...decoded.content }).toEqual({
      host: "h",
      port: 25,
      relay: "none",
      tls: true,
    });
    expect(decoded.kind === "decoded" && Object.isFrozen(decoded.content)).toBe(true);
  });

  it("looks at the given keys only", () => {
    const damaged = new Map([...entries, ["tls", "maybe"], ["alien", "x"]]);
    const decoded = mailSchema.decode(damaged, { keys: ["port", "tags", "nothing"] });
    expect(decoded.kind === "decoded" && { ...decoded.content }).toEqual({ port: 25 });
    expect(mailSchema.decode(damaged, { keys: ["alien"] })).toEqual({
      kind: "invalid",
      issues: [{ key: "(unknown key)", problem: "the schema does not have it" }],
    });
    expect(mailSchema.decode(new Map(), { keys: ["host"] })).toEqual({
      kind: "invalid",
      issues: [{ key: "host", problem: "missing" }],
    });
  });

  it("says all that is wrong, key by key, and masks unknown keys", () => {
    const decoded = mailSchema.decode(
      new Map([
        ["port", "x"],
        ["tls", "1"],
        ["tags", "[1]"],
        ["alien", ""],
      ]),
    );
    expect(decoded).toEqual({
      kind: "invalid",
      issues: [
        { key: "(unknown key)", problem: "the schema does not have it" },
        { key: "host", problem: "missing" },
        { key: "port", problem: "expected integer" },
        { key: "tags", problem: "inside it, expected string" },
        { key: "tls", problem: "expected true or false" },
      ],
    });
  });
});

describe("encode", () => {
  it("gives what would be stored, or what is wrong", () => {
    expect(mailSchema.encode({ host: "h", port: 1 })).toEqual({
      kind: "encoded",
      entries: new Map([
        ["host", "h"],
        ["port", "1"],
        ["relay", "none"],
        ["tls", "true"],
      ]),
    });
    expect(mailSchema.encode({ port: 1.5 })).toEqual({
      kind: "invalid",
      issues: [
        { key: "host", problem: "missing" },
        { key: "port", problem: "expected integer" },
      ],
    });
  });
});

describe("toJSONSchema", () => {
  it("describes the stored form: an object of strings", () => {
    expect(exampleSchema.toJSONSchema()).toEqual({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "example",
      type: "object",
      properties: {
        password: { type: "string" },
        token: { type: "string" },
        username: { type: "string", description: "The user's name" },
      },
      required: ["password", "username"],
      additionalProperties: false,
    });
    expect(mailSchema.toJSONSchema()["properties"]).toMatchObject({
      tls: { type: "string", description: "Whether to encrypt" },
    });
  });

  it("finds a description on either side of .optional()", () => {
    const schema = defineSecretSchema("t", {
      a: z.string().describe("A").optional(),
      b: z.string().optional().meta({ description: "B" }),
      c: integer().describe("C").default(1),
    });
    expect(schema.toJSONSchema()["properties"]).toEqual({
      a: { type: "string", description: "A" },
      b: { type: "string", description: "B" },
      c: { type: "string", description: "C" },
    });
  });
});

function createAsJavaScript(schema: SecretSchema, name: string, content: unknown): unknown {
  const create: unknown = Reflect.get(schema, "create");
  return typeof create === "function" && Reflect.apply(create, schema, [name, content]);
}
