import { deepStrictEqual } from "node:assert/strict";
import { inspect, type InspectOptions, isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { setBrand } from "../brand.ts";
import { createSecret, secretState } from "./create-secret.ts";

const canary = "hunter2-super-secret";
const hostileKeys = ["__proto__", "constructor", "toString", "toJSON", "content"];

const entries = new Map([
  ["password", canary],
  ...hostileKeys.map((key): [string, string] => [key, `${canary}-${key}`]),
]);
const content = Object.fromEntries(entries);
const secret = createSecret({ name: "prod-db", type: "example", entries, content });

/** Every combination of switches that `util.inspect` has. */
function allInspectOptions(): readonly InspectOptions[] {
  const switches = ["showHidden", "getters", "customInspect", "showProxy", "sorted"] as const;
  return Array.from({ length: 2 ** switches.length }, (_, bits) => ({
    depth: Infinity,
    maxStringLength: Infinity,
    ...Object.fromEntries(switches.map((name, at) => [name, Math.trunc(bits / 2 ** at) % 2 === 1])),
  }));
}

describe("a secret", () => {
  it("shows its name, its type, its keys in order and its revision", () => {
    const read = createSecret({ name: "a", type: "t", entries, content, revision: "r1" });
    expect(Object.entries(read)).toEqual([
      ["name", "a"],
      ["type", "t"],
      ["keys", [...entries.keys()].toSorted()],
      ["revision", "r1"],
    ]);
    expect(secret.revision).toBeUndefined();
  });

  it("is frozen, with its keys and its content", () => {
    for (const part of [secret, secret.keys, secret.content, Object.getPrototypeOf(secret)]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });

  it("gives its values in a content without a prototype, where every key is like any other", () => {
    expect(Object.getPrototypeOf(secret.content)).toBeNull();
    expect(new Map(Object.entries(secret.content))).toEqual(entries);
    expect(secret.content["__proto__"]).toBe(`${canary}-__proto__`);
    expect(secret.content["hasOwnProperty"]).toBeUndefined();
  });

  it("does not follow what its maker changes afterwards", () => {
    const own = new Map([["a", "1"]]);
    const given = { a: "1" };
    const made = createSecret({ name: "n", type: "t", entries: own, content: given });
    own.set("a", "2");
    given.a = "2";
    expect(made.content.a).toBe("1");
    expect(secretState(made)?.entries).toEqual(new Map([["a", "1"]]));
  });

  it("takes a frozen content without a prototype as it is", () => {
    const frozen = Object.freeze({ __proto__: null, a: "1" });
    const made = createSecret({ name: "n", type: "t", entries, content: frozen });
    expect(made.content).toBe(frozen);
  });
});

function make(password: string): object {
  const one = new Map([["password", password]]);
  return createSecret({ name: "a", type: "t", entries: one, content: {} });
}

/** What a failed comparison of two secrets says. */
function difference(): string {
  try {
    deepStrictEqual([make("tulip")], [make("dahlia")]);
    return "";
  } catch (error) {
    return String(error);
  }
}

describe("deep comparison", () => {
  it("tells secrets with different values apart", () => {
    expect(isDeepStrictEqual(make("tulip"), make("dahlia"))).toBe(false);
    expect(make("tulip")).not.toEqual(make("dahlia"));
    expect(make("tulip")).not.toStrictEqual(make("dahlia"));
    expect(difference()).toContain("AssertionError");
  });

  it("finds secrets with the same values equal", () => {
    expect(isDeepStrictEqual(make("tulip"), make("tulip"))).toBe(true);
    expect(make("tulip")).toStrictEqual(make("tulip"));
  });

  it("shows no value where it fails", () => {
    expect(difference()).not.toMatch(/tulip|dahlia/u);
  });
});

describe("the values of a secret do not show", () => {
  it.each(allInspectOptions())("in util.inspect with %j", (options) => {
    const shown = [
      inspect(secret, options),
      inspect({ nested: [secret] }, options),
      inspect(Object.create(secret), options),
      inspect(Object.getPrototypeOf(secret), options),
      inspect(new Map([[secret, new Set([secret])]]), options),
    ].join("\n");
    expect(shown).not.toContain("hunter2");
    expect(shown).toContain("prod-db");
  });

  it.each([
    ["String", (): string => [secret].map(String).join("")],
    ["a template literal", (): string => asTemplate(secret)],
    ["a list of them", (): string => [secret, secret].map(String).join(" ")],
    ["JSON.stringify", (): string => JSON.stringify({ secret })],
    ["toJSON", (): string => inspect(secret.toJSON(), { depth: Infinity })],
    ["structuredClone", (): string => inspect(structuredClone(secret), { showHidden: true })],
    ["Object.entries", (): string => JSON.stringify(Object.entries(secret))],
    ["a spread", (): string => JSON.stringify({ ...secret })],
    ["Object.assign", (): string => JSON.stringify(Object.assign({}, secret))],
    ["for … in", (): string => JSON.stringify(Array.from(Object.keys(secret)))],
    ["Object.prototype.toString", (): string => Object.prototype.toString.call(secret)],
    [
      "its property descriptors",
      (): string => inspect(Object.getOwnPropertyDescriptors(secret), { depth: Infinity }),
    ],
  ])("in %s", (_way, show) => {
    expect(show()).not.toContain("hunter2");
  });

  it("so that a template literal names the secret instead", () => {
    expect(asTemplate(secret)).toBe('Secret "prod-db" (example)');
    expect(inspect(secret)).toContain("Secret");
  });
});

describe("secretState", () => {
  it("gives a manager the entries, sorted, and whether they are all there", () => {
    const state = secretState(secret);
    expect([...(state?.entries ?? [])]).toEqual(
      [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );
    expect(state?.partial).toBe(false);
    const partial = createSecret({ name: "n", type: "t", entries, content, partial: true });
    expect(secretState(partial)?.partial).toBe(true);
  });

  it("gives a copy: what it answers changes no secret", () => {
    const state = secretState(secret);
    if (state?.entries instanceof Map) state.entries.clear();
    expect(secretState(secret)?.entries.size).toBe(entries.size);
  });

  it.each([
    ["nothing", undefined],
    ["a text", "secret"],
    ["what looks like a secret", { name: "n", type: "t", keys: [], content: {} }],
    ["a spread of a secret", { ...secret }],
    ["a clone of a secret", structuredClone(secret)],
    [
      "what inherits from a secret, with another name",
      Object.create(secret, { name: { value: "x" } }),
    ],
    ["a brand that is no function", branded(true)],
    ["a brand that answers nothing", branded(() => undefined)],
    ["entries that are no map", branded(() => ({ entries: { a: "1" }, partial: false }))],
    ["values that are no texts", branded(() => ({ entries: new Map([["a", 1]]), partial: false }))],
    ["no word about completeness", branded(() => ({ entries: new Map() }))],
    [
      "a brand that throws",
      branded(() => {
        throw new Error("no");
      }),
    ],
    [
      "a proxy that throws",
      new Proxy(
        {},
        {
          get: () => {
            throw new Error("no");
          },
        },
      ),
    ],
  ])("knows %s for no secret", (_what, value: unknown) => {
    expect(secretState(value)).toBeUndefined();
  });

  it("believes a brand of another copy that answers well", () => {
    const foreign = branded(() => ({
      entries: new Map([
        ["b", "2"],
        ["a", "1"],
      ]),
      partial: true,
    }));
    const state = secretState(foreign);
    expect([...(state?.entries ?? [])]).toEqual([
      ["a", "1"],
      ["b", "2"],
    ]);
    expect(state?.partial).toBe(true);
  });
});

/** As `${value}`, which lint does not let objects into. */
function asTemplate(value: unknown): string {
  return String.raw({ raw: ["", ""] }, value);
}

function branded(payload: unknown): object {
  const target = { name: "n", type: "t" };
  setBrand(target, "secret", payload);
  return target;
}
