import * as fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import { refusal } from "../../test/refusal.ts";
import { isSecretKey } from "../secrets/grammar.ts";
import { secretState } from "../secrets/create-secret.ts";
import type { ArbitraryContent, Secret } from "../secrets/secret.ts";
import { arbitrarySchema } from "./arbitrary-schema.ts";

const keys = fc.oneof(
  fc.constantFrom(
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "valueOf",
    "then",
    "name",
  ),
  fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,127}$/u),
);
const values = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("", " ", "\n", "\0", "\uFEFF", "true", "null", "007", "{}", "é", "e\u0301"),
);
const contents = fc
  .array(
    fc.tuple(
      keys,
      values.filter((value) => value.isWellFormed()),
    ),
    { maxLength: 20 },
  )
  .map((pairs): Record<string, string> => Object.fromEntries(pairs));

describe("the arbitrary schema", () => {
  it("keeps any content of the grammar, byte for byte", () => {
    fc.assert(
      fc.property(contents, (content) => {
        const secret = arbitrarySchema.create("any", content);
        const stored = secretState(secret)?.entries;
        expect(Object.entries(secret.content)).toEqual(Object.entries(content).toSorted(byKey));
        expect([...(stored ?? [])]).toEqual(Object.entries(content).toSorted(byKey));
        const decoded = arbitrarySchema.decode(stored ?? new Map());
        expect(decoded.kind === "decoded" && Object.entries(decoded.content)).toEqual(
          Object.entries(secret.content),
        );
      }),
    );
  });

  it("makes a secret of no keys at all", () => {
    expect(arbitrarySchema.create("empty", {}).keys).toEqual([]);
  });

  it("has raw strings as its content", () => {
    const { content } = arbitrarySchema.create("a", { b: "c" });
    expectTypeOf(content).toEqualTypeOf<Readonly<Record<string, string>>>();
    expect(content["b"]).toBe("c");
  });

  it.each([
    ["a key outside the grammar", { "hunter2 secret": "x" }, "INVALID_KEY"],
    ["an empty key", { "": "x" }, "INVALID_KEY"],
    ["a symbol as key", { [Symbol("hunter2")]: "x" }, "INVALID_KEY"],
    ["a lone surrogate", { a: "\uD800hunter2" }, "INVALID_VALUE"],
    ["a number", { a: 5 }, "INVALID_VALUE"],
    ["nothing as value", { a: undefined }, "INVALID_VALUE"],
    ["a map, whose entries would be lost", new Map([["a", "hunter2"]]), "INVALID_VALUE"],
    ["a list", ["hunter2"], "INVALID_VALUE"],
    ["a text", "hunter2", "INVALID_VALUE"],
    ["nothing", undefined, "INVALID_VALUE"],
    [
      "a getter that throws",
      {
        get a(): string {
          throw new Error("hunter2");
        },
      },
      "INVALID_VALUE",
    ],
  ])("refuses %s, and does not quote it", (_what, content: unknown, code) => {
    const error = refusal(() => createAsJavaScript("n", content));
    expect(error.code).toBe(code);
    expect(JSON.stringify(error) + error.message).not.toContain("hunter2");
  });

  it("names the keys whose values are wrong, and masks what is no key", () => {
    const error = refusal(() =>
      arbitrarySchema.create("n", { ok: "1", bad: "\uD800", "no key": "" }),
    );
    expect(error.issues).toEqual([
      { key: "(unknown key)", problem: "breaks the grammar of keys" },
      { key: "bad", problem: "holds a lone surrogate, which has no UTF-8 form" },
    ]);
    expect(error.secret).toBe("n");
  });

  it("reads a getter once, and what is inherited not at all", () => {
    let reads = 0;
    const content = {
      __proto__: { inherited: "x" },
      get a(): string {
        return String((reads += 1));
      },
    };
    const secret = createAsJavaScript("n", content);
    expect({ ...secret.content }).toEqual({ a: "1" });
    expect(reads).toBe(1);
  });

  it("gives only the keys that are asked for", () => {
    const entries = new Map([
      ["a", "1"],
      ["b", "2"],
    ]);
    const decoded = arbitrarySchema.decode(entries, { keys: ["b", "c"] });
    expect(decoded.kind === "decoded" && { ...decoded.content }).toEqual({ b: "2" });
  });

  it("reads keys outside the grammar, which it would not write: nobody is locked out", () => {
    const entries = new Map([
      ["db.host", "h"],
      ["1st", ""],
    ]);
    const decoded = arbitrarySchema.decode(entries);
    expect(decoded.kind === "decoded" && { ...decoded.content }).toEqual({
      "db.host": "h",
      "1st": "",
    });
    expect(arbitrarySchema.encode(Object.fromEntries(entries)).kind).toBe("invalid");
  });

  it("refuses a name that is none", () => {
    expect(refusal(() => arbitrarySchema.create("no name", {})).code).toBe("INVALID_NAME");
  });

  it("describes its stored form with the grammar of keys", () => {
    const { propertyNames, ...rest } = arbitrarySchema.toJSONSchema();
    expect(rest).toMatchObject({ type: "object", additionalProperties: { type: "string" } });
    const pattern = new RegExp(String(Reflect.get(Object(propertyNames), "pattern")), "u");
    fc.assert(
      fc.property(fc.oneof(keys, fc.string({ maxLength: 130 })), (key) => {
        expect(pattern.test(key)).toBe(isSecretKey(key));
      }),
    );
  });
});

function byKey([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}

function createAsJavaScript(name: string, content: unknown): Secret {
  return arbitrarySchema.create(name, untyped(content));
}

// What plain JavaScript may pass, whatever the types say.
function untyped(content: unknown): ArbitraryContent;
function untyped(content: unknown): unknown {
  return content;
}
