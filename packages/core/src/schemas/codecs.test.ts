import * as fc from "fast-check";
import { inspect } from "node:util";
import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { base64Bytes, boolean, integer, json } from "./codecs.ts";
import { defineSecretSchema } from "./define-secret-schema.ts";
import type { SecretShape } from "./secret-shape.ts";

/** What a text reads as, or what is wrong with it. */
function read(type: SecretShape[string], text: string): unknown {
  const decoded = defineSecretSchema("t", { k: type }).decode(new Map([["k", text]]));
  return decoded.kind === "decoded"
    ? { value: decoded.content.k }
    : decoded.issues.map(({ problem }) => problem).join();
}

/** What a value is stored as, or what is wrong with it. */
function written(type: SecretShape[string], value: unknown): unknown {
  const encoded = defineSecretSchema("t", { k: type }).encode({ k: value });
  return encoded.kind === "encoded"
    ? { text: encoded.entries.get("k") }
    : encoded.issues.map(({ problem }) => problem).join();
}

describe("integer()", () => {
  it("keeps every integer that a number holds exactly, as its digits", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(written(integer(), value)).toEqual({ text: String(value) });
        expect(read(integer(), String(value))).toEqual({ value });
      }),
    );
  });

  it("reads no text that it would not write", () => {
    const texts = fc.oneof(fc.string(), fc.double().map(String), fc.bigInt().map(String));
    fc.assert(
      fc.property(texts, (text) => {
        const answer = read(integer(), text);
        const isRead = typeof answer === "object";
        expect(isRead).toBe(Number.isSafeInteger(Number(text)) && String(Number(text)) === text);
      }),
    );
  });

  it.each([
    "007",
    "+1",
    "1e3",
    "1.0",
    "-0",
    "",
    " 1",
    "1\n",
    "0x10",
    "1_000",
    "٣",
    "NaN",
    "Infinity",
  ])("refuses %j", (text) => {
    expect(read(integer(), text)).toBe("expected integer");
  });

  it.each(["9007199254740992", "-9007199254740992", "1".repeat(400)])(
    "refuses %s: not exact",
    (text) => {
      expect(read(integer(), text)).toMatch(
        /^(?:too big|too small|expected number|expected integer)/u,
      );
    },
  );

  it.each([1.5, Number.NaN, Infinity, 2 ** 53, "5", 5n, null, true])(
    "does not store %s",
    (value) => {
      expect(written(integer(), value)).toBeTypeOf("string");
    },
  );

  it("can be bounded", () => {
    const port = integer().refine((value) => value > 0 && value < 65_536);
    expect(read(port, "587")).toEqual({ value: 587 });
    expect(read(port, "0")).toBe("not accepted");
  });
});

describe("boolean()", () => {
  it("is true or false, in these words", () => {
    expect(read(boolean(), "true")).toEqual({ value: true });
    expect(read(boolean(), "false")).toEqual({ value: false });
    expect(written(boolean(), true)).toEqual({ text: "true" });
    expect(written(boolean(), false)).toEqual({ text: "false" });
  });

  it.each(["True", "1", "0", "yes", "", " true", "true\n"])("refuses %j", (text) => {
    expect(read(boolean(), text)).toBe("expected true or false");
  });

  it.each(["true", 1, null])("does not store %j", (value) => {
    expect(written(boolean(), value)).toBe("expected boolean");
  });
});

describe("json(schema)", () => {
  const any = json(z.unknown());

  it("keeps every value that JSON holds", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "grapheme" }), (value) => {
        const stored = written(any, value);
        expect(stored).toEqual({ text: JSON.stringify(value) });
        // Zero has two forms in JavaScript and one in JSON.
        expect(read(any, JSON.stringify(value))).toEqual({
          value: JSON.parse(JSON.stringify(value)) as unknown,
        });
      }),
    );
  });

  it("checks the value by its schema, and types it", () => {
    const servers = json(z.array(z.object({ host: z.string(), port: z.int() })));
    const schema = defineSecretSchema("t", { servers });
    const { content } = schema.create("n", { servers: [{ host: "a", port: 1 }] });
    expectTypeOf(content.servers).toEqualTypeOf<{ host: string; port: number }[]>();
    expect(content.servers).toEqual([{ host: "a", port: 1 }]);
    expect(read(servers, '[{"host":"a"}]')).toBe("inside it, expected number");
  });

  it("reads what others wrote with spaces", () => {
    expect(read(any, ' { "a" : [ 1 ] }\n')).toEqual({ value: { a: [1] } });
  });

  it("takes codecs inside, and defaults", () => {
    const type = json(z.object({ at: isoDate, tries: z.int().default(3) }));
    const at = new Date("2026-01-01T00:00:00.000Z");
    expect(written(type, { at, tries: 1 })).toEqual({
      text: '{"at":"2026-01-01T00:00:00.000Z","tries":1}',
    });
    expect(read(type, '{"at":"2026-01-01T00:00:00.000Z"}')).toEqual({ value: { at, tries: 3 } });
  });

  it.each(["hunter2-super-secret", '{"a": hunter2-super-secret', "", "undefined", "{'a':1}"])(
    "refuses %j, and does not quote it",
    (text) => {
      expect(read(any, text)).toBe("expected JSON");
      const { error } = any.safeDecode(text);
      expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain("hunter2");
    },
  );

  it.each([
    ["a date", json(z.date()), new Date(0)],
    ["a date where anything goes", json(z.unknown()), new Date(0)],
    ["nothing", json(z.unknown()), { toJSON: () => undefined }],
    ["a bigint", json(z.unknown()), 5n],
    ["not a number", json(z.unknown()), Number.NaN],
    ["nothing in a list", json(z.unknown()), [undefined]],
    ["a map", json(z.unknown()), new Map([["a", 1]])],
    ["a value that contains itself", json(z.unknown()), cyclic()],
    ["fields that the schema drops", json(z.object({ a: z.string() })), { a: "x", b: "y" }],
    ["a key __proto__ that a record drops", json(z.record(z.string(), z.string())), protoKey()],
  ])("does not store %s: it would not come back", (_what, type, value: unknown) => {
    expect(written(type, value)).toBeTypeOf("string");
  });

  it("counts a field that is undefined as absent", () => {
    const type = json(z.object({ a: z.string().optional() }));
    expect(written(type, { a: undefined })).toEqual({ text: "{}" });
  });
});

describe("base64Bytes()", () => {
  it("keeps all bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = Buffer.from(bytes).toString("base64");
        expect(written(base64Bytes(), bytes)).toEqual({ text });
        expect(read(base64Bytes(), text)).toEqual({ value: bytes });
      }),
    );
  });

  it("reads no text that it would not write", () => {
    const texts = fc.oneof(
      fc.string(),
      fc.base64String(),
      fc.stringMatching(/^[A-Za-z0-9+/=]{0,9}$/u),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const answer = read(base64Bytes(), text);
        const canonical = Buffer.from(text, "base64").toString("base64") === text;
        expect(typeof answer === "object").toBe(canonical);
      }),
    );
  });

  it.each(["QR==", "QQ", "QQ=", "QQ===", "Q-_=", " QQ==", "QQ==\n", "=", "hunter2"])(
    "refuses %j",
    (text) => {
      expect(read(base64Bytes(), text)).toBe("expected base64");
    },
  );

  it("takes a Buffer and gives plain bytes that share their memory with nobody", () => {
    const schema = defineSecretSchema("t", { key: base64Bytes() });
    const { content } = schema.create("n", { key: Buffer.from("abc") });
    expectTypeOf(content.key).toEqualTypeOf<Uint8Array<ArrayBuffer>>();
    expect(Buffer.isBuffer(content.key)).toBe(false);
    expect(content.key.buffer.byteLength).toBe(3);
  });

  it("stores the part that a view shows, not the memory behind it", () => {
    expect(written(base64Bytes(), new Uint8Array([1, 2, 3, 4]).subarray(1, 3))).toEqual({
      text: "AgM=",
    });
  });

  it.each(["QQ==", [1, 2], new Uint16Array(1), null])("does not store %j", (value) => {
    expect(written(base64Bytes(), value)).toBe("expected Uint8Array");
  });
});

describe("a codec of one's own", () => {
  const wrong = z.codec(z.string(), z.number(), {
    decode: Number,
    encode: (value) => `${value} apples`,
  });
  const lossy = z.codec(z.string(), z.number(), {
    decode: Number,
    encode: (value) => value.toFixed(0),
  });

  it("is refused where it does not read what it writes", () => {
    expect(written(wrong, 5)).toBeTypeOf("string");
    expect(written(lossy, 5)).toEqual({ text: "5" });
    expect(written(lossy, 5.25)).toBe("not the same once it is stored");
  });

  it("is refused where it gives something else than a string", () => {
    const anything: z.ZodType<string, string> = z.custom<string>();
    const type = z.codec(anything, z.number(), {
      decode: () => 1,
      encode: notText,
    });
    expect(written(type, 1)).toBe("expected string");
  });

  it("may trim what it reads, but not what is stored", () => {
    expect(read(z.url(), " https://a.example ")).toEqual({ value: "https://a.example" });
    expect(written(z.url(), " https://a.example ")).toBe("not the same once it is stored");
  });
});

const isoDate = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});

// As plain JavaScript, which no compiler keeps from answering a number.
function notText(): string;
function notText(): unknown {
  return 5;
}

function cyclic(): unknown {
  const value: Record<string, unknown> = {};
  value["self"] = value;
  return value;
}

function protoKey(): unknown {
  return JSON.parse('{"__proto__": "x", "a": "y"}');
}
