import { describe, expect, it } from "vitest";
import { KeykistError } from "../../src/errors/keykist-error.ts";
import { findReferences } from "../../src/references/find-references.ts";

const invalid = (run: () => unknown): KeykistError => {
  try {
    run();
  } catch (error) {
    if (KeykistError.is(error, "INVALID_CONFIG")) return error;
    throw error;
  }
  throw new Error("expected INVALID_CONFIG");
};

describe("findReferences", () => {
  it("walks arrays and objects, and answers each reference once with every place", () => {
    const found = findReferences({
      url: "postgres://{{db.user}}:{{db.password}}@host",
      replicas: [{ password: "{{db.password}}" }, "{{prod:db.password}}"],
      port: 5432,
      tls: true,
      none: null,
    });

    expect(found).toEqual([
      { manager: undefined, name: "db", key: "user", paths: [["url"]] },
      {
        manager: undefined,
        name: "db",
        key: "password",
        paths: [["url"], ["replicas", 0, "password"]],
      },
      { manager: "prod", name: "db", key: "password", paths: [["replicas", 1]] },
    ]);
  });

  it("names a place once, however often the reference stands there", () => {
    expect(findReferences(["{{a.b}}{{a.b}}"])).toEqual([
      { manager: undefined, name: "a", key: "b", paths: [[0]] },
    ]);
  });

  it("takes a single string", () => {
    expect(findReferences("{{a.b}}")).toEqual([
      { manager: undefined, name: "a", key: "b", paths: [[]] },
    ]);
  });

  it("walks objects without a prototype, and finds values under hostile keys", () => {
    const bare = Object.defineProperty({ __proto__: null }, "__proto__", {
      value: "{{a.b}}",
      enumerable: true,
    });
    const parsed: unknown = JSON.parse('{"__proto__": {"x": "{{a.c}}"}, "constructor": "{{a.d}}"}');

    expect(findReferences(bare)).toMatchObject([{ paths: [["__proto__"]] }]);
    expect(findReferences(parsed)).toMatchObject([
      { paths: [["__proto__", "x"]] },
      { paths: [["constructor"]] },
    ]);
  });

  it("does not search keys, dates, maps, nor instances of classes", () => {
    class Client {
      readonly token = "{{a.b}}";
    }
    const value = {
      "{{a.b}}": 1,
      date: new Date(0),
      map: new Map([["a", "{{a.b}}"]]),
      client: new Client(),
      call: () => "{{a.b}}",
    };

    expect(findReferences(value)).toEqual([]);
  });

  it("finds nothing in escaped braces", () => {
    expect(findReferences(String.raw`\{{a.b}}`)).toEqual([]);
  });

  it("refuses malformed references, all at once, by place and not by text", () => {
    const error = invalid(() =>
      findReferences({ a: "{{hunter2.1}}", b: ["x{{hunter2.$}}{{hunter2.%}}"], c: "{{a.b}}" }),
    );

    expect(error.issues).toEqual([
      { key: "a", problem: "malformed reference" },
      { key: "b[0]", problem: "malformed reference" },
    ]);
    expect(error.hint).toContain(String.raw`\{{`);
    expect(JSON.stringify(error)).not.toContain("hunter2");
  });

  it("refuses a value that contains itself, and takes one that holds another twice", () => {
    const shared = { a: "{{a.b}}" };
    const cyclic: Record<string, unknown> = { list: [] };
    cyclic["list"] = [cyclic];

    expect(findReferences([shared, shared])).toMatchObject([
      {
        paths: [
          [0, "a"],
          [1, "a"],
        ],
      },
    ]);
    expect(invalid(() => findReferences(cyclic)).issues).toEqual([
      { key: "list[0]", problem: "contains itself" },
    ]);
  });

  it("refuses what is nested without end, before the stack is full", () => {
    let nested: unknown = "{{a.b}}";
    for (let level = 0; level < 100_000; level += 1) nested = [nested];

    expect(invalid(() => findReferences(nested)).issues).toEqual([
      { key: "(value)", problem: "nested too deeply" },
    ]);
  });
});
