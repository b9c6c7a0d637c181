import { describe, expect, it } from "vitest";
import { decodeEntries, encodeEntries } from "../../src/values/entries.ts";
import { NONCE_BYTES, nonce } from "../../src/values/nonce.ts";

const decoded = (SecretString: string): Record<string, string> =>
  Object.fromEntries(decodeEntries({ SecretString }));

describe("a stored value", () => {
  it("is a flat JSON object that others read without knowing keykist", () => {
    const entries = new Map([
      ["user", "app"],
      ["password", 'p"\n\u0000é🔑'],
      ["__proto__", "no prototype"],
    ]);
    const json = encodeEntries(entries);
    const others: unknown = JSON.parse(json);
    expect(Object.entries(others ?? {})).toEqual([...entries]);
    expect([...decodeEntries({ SecretString: json + nonce() })]).toEqual([...entries]);
  });

  it("may have no entries", () => {
    expect(encodeEntries(new Map())).toBe("{}");
    expect(decoded("{}")).toEqual({});
  });
});

describe("a value that something else stored", () => {
  it.each([
    ["12345678901234567890", "a number that a double cannot hold"],
    ["1.50", "trailing zeros"],
    ["-0", "a negative zero"],
    ["1e400", "a number past all doubles"],
    ["0.1000000000000000055511151231257827", "more digits than a double has"],
  ])("keeps %s: %s", (text) => {
    expect(decoded(`{ "": ${text}, "a": ${text}, "b": "1" }`)).toEqual({
      "": text,
      a: text,
      b: "1",
    });
  });

  it("takes the last of two numbers under one key, as JSON does", () => {
    expect(decoded('{"port": 1, "port": 5432}')).toEqual({ port: "5432" });
  });

  it("has booleans as their words, and keys outside of the grammar as they are", () => {
    expect(decoded('{"on": true, "off": false, "a key": "x"}')).toEqual({
      on: "true",
      off: "false",
      "a key": "x",
    });
  });

  it("has what is nested, and null, in the text that stands there, and all other keys beside it", () => {
    const text = '{ "a": { "b": ["c", "}"] } , "n": null, "l": [1,  2], "s": "x\\"}", "e": {} }';
    expect(decoded(text)).toEqual({
      a: '{ "b": ["c", "}"] }',
      n: "null",
      l: "[1,  2]",
      s: 'x"}',
      e: "{}",
    });
  });

  it.each([
    ["hunter2", "plain text"],
    ["", "nothing"],
    ['"text"', "a JSON string"],
    ["[1, 2]", "a JSON array"],
    ["17", "a JSON number"],
    ["null", "null"],
    ['{"a": "b"', "JSON that is cut off"],
    ["{{db.password}}", "braces that are no JSON"],
  ])("%j is one entry as a whole: %s", (text) => {
    expect(decoded(text)).toEqual({ value: text });
  });

  it("is base64 where it is binary", () => {
    const SecretBinary = Uint8Array.from([0, 255, 1, 254]);
    expect([...decodeEntries({ SecretBinary })]).toEqual([["value", "AP8B/g=="]]);
  });
});

describe("a nonce", () => {
  it("is white space of JSON, of one length, and another each time", () => {
    const drawn = new Set(Array.from({ length: 1000 }, () => nonce()));
    expect(drawn.size).toBe(1000);
    for (const each of drawn) {
      expect(each).toMatch(/^[\t\n\r ]+$/u);
      expect(each).toHaveLength(NONCE_BYTES);
    }
    // All four kinds of it, or it would have fewer bits than it seems.
    expect(new Set([...drawn].join("")).size).toBe(4);
  });
});
