import * as fc from "fast-check";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../scheduling/random.ts";
import { canary, canaryKey } from "./canary.ts";
import { findLeaks } from "./find-leaks.ts";

const value = canary(seededRandom(20_260_101));
const base64 = (text: string): string => Buffer.from(text).toString("base64");

describe("findLeaks finds a value that was planted", () => {
  it.each([
    ["plain", "plain", `bad value ${value} here`],
    ["a piece of eight characters", "plain", `bad value ${value.slice(9, 17)}…`],
    ["in upper case", "plain", `BAD ${value.toUpperCase()}`],
    ["as base64", "base64", `Authorization: Basic ${base64(value)}`],
    ["as base64 behind one byte", "base64", base64(`u${value}`)],
    ["as base64 behind a name and a colon", "base64", base64(`me:${value}:you`)],
    ["as base64 for URLs", "base64", Buffer.from(`?${value}`).toString("base64url")],
    ["a piece of its base64", "base64", base64(value).slice(10, 18)],
    ["as hex", "hex", Buffer.from(value).toString("hex")],
    ["as upper-case hex", "hex", Buffer.from(value).toString("hex").toUpperCase()],
    ["a piece of its hex", "hex", Buffer.from(value).toString("hex").slice(11, 19)],
    ["in a URL", "url", `GET /?v=${encodeURIComponent(value)}`],
    ["in a form", "url", new URLSearchParams({ v: value }).toString()],
    ["in JSON", "json", JSON.stringify({ value })],
    ["in JSON inside JSON", "json", JSON.stringify({ body: JSON.stringify({ value }) })],
    [
      "in JSON of ASCII",
      "unicode escapes",
      JSON.stringify(value).replaceAll("é", "\\u00e9").replaceAll("€", "\\u20ac"),
    ],
    ["for a shell", "shell", `echo '${value.replaceAll("'", String.raw`'\''`)}'`],
    ["in HTML", "html", `<p>${value.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</p>`],
    ["as util.inspect writes it", "inspect", inspect({ value })],
  ] as const)("%s", (_how, form, text) => {
    const forms = findLeaks(text, [value]).map((leak) => leak.form);
    expect(forms.length).toBeGreaterThan(0);
    // Where a form writes some of the value as it is, that piece is found as plain text.
    expect([form, "plain"]).toContain(forms[0]);
  });

  it("among others, and says where and in what form", () => {
    const text = `${"x".repeat(20)}${base64(value).slice(0, 12)}`;
    expect(findLeaks(text, [canaryKey(seededRandom(1)), value])).toEqual([
      { form: "base64", at: 20, length: 12 },
    ]);
  });

  it("whole, where it is shorter than a piece", () => {
    expect(findLeaks("the pin 4711 is wrong", ["4711"])).toEqual([
      { form: "plain", at: 8, length: 4 },
    ]);
    expect(findLeaks(`the pin ${base64("4711")}`, ["4711"])).toEqual([
      expect.objectContaining({ form: "base64" }),
    ]);
  });

  it("any piece of any form of any value", () => {
    const forms = [
      (text: string) => text,
      base64,
      (text: string) => Buffer.from(text).toString("hex"),
      encodeURIComponent,
      (text: string) => JSON.stringify(text).slice(1, -1),
    ] as const;
    const samples = fc.record({
      seed: fc.nat(),
      form: fc.constantFrom(...forms),
      start: fc.nat(40),
      length: fc.integer({ min: 8, max: 30 }),
    });
    expect(
      fc.check(
        fc.property(samples, ({ seed, form, start, length }) => {
          const secret = canary(seededRandom(seed));
          const piece = form(secret).slice(start).slice(0, length);
          return findLeaks(`> ${piece} <`, [secret]).length > 0;
        }),
      ),
    ).toMatchObject({ failed: false });
  });
});

describe("findLeaks finds nothing", () => {
  it.each([
    ["in a text that has nothing of it", "User is not authorized to perform this action"],
    [
      "in seven characters of it",
      `it begins with ${value.slice(0, 7)}… and ends with …${value.slice(-7)}`,
    ],
    [
      "in seven characters of its base64",
      `${base64(value).slice(0, 7)} ${base64(value).slice(4, 11)}`,
    ],
    ["in its characters in reverse", Array.from(value).toReversed().join("")],
    [
      "in its length or a digest of its own",
      `${value.length} characters, revision 5e8c1d0a-9f1b-4d7b-8f6e-2b3c4d5e6f70`,
    ],
    ["in another canary", JSON.stringify(canary(seededRandom(7)))],
    ["in nothing", ""],
  ])("%s", (_what, text) => {
    expect(findLeaks(text, [value])).toEqual([]);
  });

  it("for a value that is empty", () => {
    expect(findLeaks("anything", [""])).toEqual([]);
  });
});

describe("canary", () => {
  it("is the same for the same seed, and another for another", () => {
    expect(canary(seededRandom(1))).toBe(canary(seededRandom(1)));
    expect(canary(seededRandom(1))).not.toBe(canary(seededRandom(2)));
  });

  it("is long, and written differently by JSON, URLs and shells", () => {
    expect(
      fc.check(
        fc.property(fc.nat(), (seed) => {
          const made = canary(seededRandom(seed));
          return made.length >= 24 && encodeURIComponent(made) !== made;
        }),
      ),
    ).toMatchObject({ failed: false });
  });

  it("never shares a piece with another", () => {
    expect(
      fc.check(
        fc.property(fc.nat(), fc.nat(), (one, other) => {
          fc.pre(one !== other);
          return findLeaks(canary(seededRandom(one)), [canary(seededRandom(other))]).length === 0;
        }),
      ),
    ).toMatchObject({ failed: false });
  });
});
