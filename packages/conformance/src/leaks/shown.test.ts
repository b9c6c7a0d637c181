import { describe, expect, it } from "vitest";
import { seededRandom } from "../scheduling/random.ts";
import { canary } from "./canary.ts";
import { expectNoLeaks } from "./expect-no-leaks.ts";
import { shown } from "./shown.ts";

const value = canary(seededRandom(3));

class Hoarder {
  readonly cache = new Map([["db", { deep: { deeper: { deepest: { value } } } }]]);

  toJSON(): object {
    return {};
  }

  toString(): string {
    return "Hoarder";
  }
}

describe("expectNoLeaks finds a value that is planted", () => {
  it.each([
    ["in a text", value],
    ["in a property", { value }],
    ["in a property that is not enumerable", Object.defineProperty({}, "value", { value })],
    [
      "in a getter",
      {
        get value() {
          return value;
        },
      },
    ],
    ["in a key", { [value]: 1 }],
    ["in a collection, deep down, behind a toJSON", new Hoarder()],
    ["in what toString answers", { toString: () => value }],
    ["in what toJSON answers", { toJSON: () => ({ value }) }],
    [
      "in a property that util.inspect is told not to show",
      Object.assign({ value }, { [Symbol.for("nodejs.util.inspect.custom")]: () => "{}" }),
    ],
    ["in a message", new Error(`bad: ${value}`)],
    ["in a stack", Object.assign(new Error("bad"), { stack: `Error: bad\n    at ${value}` })],
    [
      "in a cause of a cause",
      new Error("a", { cause: new Error("b", { cause: new Error(value) }) }),
    ],
    [
      "in a cause that is no error",
      new Error("a", { cause: { body: Buffer.from(value).toString("base64") } }),
    ],
    ["in a hint", Object.assign(new Error("a"), { hint: `try ${value}` })],
    ["in issues", Object.assign(new Error("a"), { issues: [{ key: "port", problem: value }] })],
  ])("%s", (_where, thing) => {
    expect(() => {
      expectNoLeaks(thing, [value], "it");
    }).toThrow(/^it: .* gives a value away/u);
  });

  it("and does not print it", () => {
    const complaint = (): string => {
      try {
        expectNoLeaks({ value }, [value], "it");
        return "";
      } catch (error) {
        return String(error);
      }
    };
    expect(complaint()).not.toBe("");
    expectNoLeaks(complaint(), [value], "the complaint");
  });
});

describe("expectNoLeaks finds nothing", () => {
  it("in private fields", () => {
    class Keeper {
      readonly #value = value;
      reveal(): string {
        return this.#value;
      }
    }
    const keeper = new Keeper();
    expect(keeper.reveal()).toBe(value);
    expectNoLeaks(keeper, [value], "it");
  });

  it("in things that have no value in them", () => {
    expect(() => {
      for (const thing of [undefined, null, 5, Symbol("x"), () => value, {}, new Error("bad")]) {
        expectNoLeaks(thing, [value], "it");
      }
    }).not.toThrow();
  });
});

describe("shown", () => {
  it("goes on past ways in which something cannot be shown", () => {
    const unshowable = {
      toString: () => {
        throw new Error("no");
      },
      toJSON: () => {
        throw new Error("no");
      },
    };
    expect(shown(unshowable).map(({ how }) => how)).toContain("util.inspect");
  });
});
