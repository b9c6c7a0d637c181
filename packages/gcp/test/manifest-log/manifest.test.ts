import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crc32c } from "../../src/manifest-log/checksum.ts";
import {
  encodeManifest,
  isSane,
  type KeyEntry,
  parseManifest,
} from "../../src/manifest-log/manifest.ts";
import { manifest } from "./written-log.ts";

const parsed = (json: unknown) => parseManifest(Buffer.from(JSON.stringify(json))).kind;
const valid: unknown = JSON.parse(
  Buffer.from(encodeManifest(manifest({ keys: new Map([["a", { secret: "db--a" }]]) }))).toString(),
);

describe("a manifest", () => {
  it("comes back as it was", () => {
    const keys = new Map<string, KeyEntry>([
      ["a", { secret: "db--a", version: { number: 3, checksum: 4_294_967_295 }, digest: "abc" }],
      ["empty", { secret: "db--empty" }],
      ["__proto__", { secret: "x", version: { number: 1, checksum: 0 } }],
    ]);
    const whole = manifest({ base: 4, seen: 6, at: 5, created: 4, keys, deleted: true });
    expect(parseManifest(encodeManifest(whole))).toEqual({ kind: "manifest", manifest: whole });
  });

  it.each([
    ["no object", 1],
    ["an array", []],
    ["another format", { ...Object(valid), keykist: "1" }],
    ["no uid", { ...Object(valid), uid: "" }],
    ["a base below 0", { ...Object(valid), base: -1 }],
    ["a base that is no whole number", { ...Object(valid), base: 0.5 }],
    ["a base beyond what is exact", { ...Object(valid), base: 2 ** 53 }],
    ["a time that no date has", { ...Object(valid), at: 8.64e15 + 1 }],
    ["deleted: false", { ...Object(valid), deleted: false }],
    ["keys that are no object", { ...Object(valid), keys: [] }],
    ["a key without a secret", { ...Object(valid), keys: { a: {} } }],
    ["a version without a checksum", { ...Object(valid), keys: { a: { s: "s", v: 1 } } }],
    ["version 0", { ...Object(valid), keys: { a: { s: "s", v: 0, c: 1 } } }],
  ])("with %s is junk", (_what, json) => {
    expect(parsed(valid)).toBe("manifest");
    expect(parsed(json)).toBe("junk");
  });

  it("of a later format is told from junk", () => {
    expect(parsed({ keykist: 2, anything: true })).toBe("newer");
  });

  it("is answered for whatever bytes there are", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(parseManifest(bytes).kind).toBe("junk");
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(parsed(json)).toBe("junk");
      }),
    );
  });

  it("is sane where base <= seen < its number", () => {
    expect(isSane(manifest({ base: 1, seen: 2 }), 3)).toBe(true);
    expect(isSane(manifest({ base: 2, seen: 1 }), 3)).toBe(false);
    expect(isSane(manifest({ base: 1, seen: 3 }), 3)).toBe(false);
  });
});

describe("the checksum", () => {
  // RFC 3720, appendix B.4, and the check value of CRC-32C.
  it.each([
    ["123456789", Buffer.from("123456789"), 0xe3069283],
    ["32 zeros", Buffer.alloc(32), 0x8a9136aa],
    ["32 ones", Buffer.alloc(32, 0xff), 0x62a8ab43],
    ["0 to 31", Buffer.from(Array.from({ length: 32 }, (_, index) => index)), 0x46dd794e],
    ["nothing", Buffer.alloc(0), 0],
  ])("of %s is that of CRC32C", (_what, data, expected) => {
    expect(crc32c(data)).toBe(expected);
  });
});
