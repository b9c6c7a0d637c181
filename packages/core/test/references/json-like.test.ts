import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { copyJsonLike, isPlainObject, pathText } from "../../src/references/json-like.ts";

describe("isPlainObject", () => {
  it.each([
    ["{}", {}],
    ["an object without a prototype", Object.create(null)],
    ["an object of another realm", runInNewContext("({ a: 1 })")],
  ])("is true for %s", (_, value: unknown) => {
    expect(isPlainObject(value)).toBe(true);
  });

  it.each([
    ["null", null],
    ["an array", []],
    ["a date", new Date(0)],
    ["a map", new Map()],
    ["a function", () => undefined],
    ["a string", "text"],
    ["an instance", new URL("file:///")],
  ])("is false for %s", (_, value: unknown) => {
    expect(isPlainObject(value)).toBe(false);
  });
});

describe("pathText", () => {
  it.each([
    [[], ""],
    [["a"], "a"],
    [["a", 0, "b"], "a[0].b"],
    [[1, "a"], "[1].a"],
  ])("writes %j as %j", (path, text) => {
    expect(pathText(path)).toBe(text);
  });
});

describe("copyJsonLike", () => {
  it("copies arrays and plain objects, and passes on everything else", () => {
    const date = new Date(0);
    const value = { list: [{ date }], none: null };
    const copy = copyJsonLike(value);

    expect(copy).toEqual(value);
    expect(copy.list).not.toBe(value.list);
    expect(copy.list[0]?.date).toBe(date);
  });

  it("finishes inner arrays and objects before outer ones", () => {
    const finished: string[] = [];
    copyJsonLike({ a: [{}] }, { finish: (_, path) => void finished.push(pathText(path)) });

    expect(finished).toEqual(["a[0]", "a", ""]);
  });

  it("takes own enumerable properties only", () => {
    const value = Object.defineProperty({ a: 1 }, "hidden", { value: 2, enumerable: false });
    expect(Object.getOwnPropertyNames(copyJsonLike(value))).toEqual(["a"]);
  });
});
