import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { redactCause } from "./redact-cause.ts";
import { valueSearch } from "./redaction.ts";

const value = 'hunter2-"süper"\n secret+/=&$';
const base64 = Buffer.from(value).toString("base64");

describe("a search finds a value in a text", () => {
  it.each([
    ["plain", `bad value ${value} here`],
    ["a piece of eight characters", `bad value ${value.slice(3, 11)}…`],
    ["in JSON", `body: ${JSON.stringify({ value })}`],
    ["in a URL", `GET /?v=${encodeURIComponent(value)}`],
    ["as hex", Buffer.from(value).toString("hex")],
    ["as upper-case hex", Buffer.from(value).toString("hex").toUpperCase()],
    ["as base64", base64],
    ["as base64 for URLs", Buffer.from(value).toString("base64url")],
    ["as base64 behind one byte", Buffer.from(`x${value}`).toString("base64")],
    ["as base64 behind two bytes", Buffer.from(`xy${value}`).toString("base64")],
    ["in other case", `BAD ${value.toUpperCase()}`],
  ])("%s", (_form, text) => {
    expect(valueSearch([value])(text)).toBe(true);
  });

  it("whole, where it is shorter than a piece", () => {
    expect(valueSearch(["4711"])("the pin 4711 is wrong")).toBe(true);
    expect(valueSearch(["4711"])("the pin 471 is wrong")).toBe(false);
  });

  it("but takes no letter or two for one, which is what base64 leaves of a short value in the midst of others", () => {
    expect(valueSearch(["…"])("no key is set for the store /tmp/xpgKY")).toBe(false);
    expect(valueSearch(["…"])(Buffer.from("…").toString("base64"))).toBe(true);
  });

  it("and takes no letters of keykist's own sentences for a short one, but those in quotes or behind a sign", () => {
    const search = valueSearch(["e", "key"]);
    expect(search("the key file is missing: put it back", "own")).toBe(false);
    expect(search("the key file is missing: put it back")).toBe(true);
    for (const text of ['the value "e" is wrong', "PIN=e", "the value is: key", "(key)"]) {
      expect(search(text, "own")).toBe(true);
    }
    // Longer ones are found wherever they are.
    expect(valueSearch(["hunter2-key"])("is hunter2-key here", "own")).toBe(true);
  });

  it("and calls a text that is too long to search a leak", () => {
    expect(valueSearch([value])("x".repeat(5000))).toBe(true);
  });

  it("and calls everything a leak where there is too much to search for", () => {
    expect(valueSearch(["x".repeat(70_000)])("a harmless text")).toBe(true);
  });

  it("but not in a text that has nothing of it", () => {
    expect(valueSearch([value, ""])("User is not authorized to perform this action")).toBe(false);
  });
});

describe("redactCause", () => {
  const denied = Object.assign(new Error("User: bob is not authorized"), {
    name: "AccessDeniedException",
    code: "AccessDenied",
    $metadata: { httpStatusCode: 400, requestId: "5e8c1d0a-1" },
    request: { body: value },
  });

  it("keeps what identifies an error that the flavor recognised", () => {
    const cause = redactCause(denied, { vouched: true, holdsValue: valueSearch([value]) });
    expect(cause).toMatchObject({
      message: "User: bob is not authorized",
      code: "AccessDenied",
      status: "400",
    });
    expect(cause?.name).toBe("AccessDeniedException");
    expect(cause?.requestId).toBe("5e8c1d0a-1");
    expect(cause?.stack).toContain("redaction.test.ts");
  });

  it("drops the request", () => {
    const cause = redactCause(denied, { vouched: true, holdsValue: valueSearch([]) });
    expect(inspect(cause, { depth: Infinity, showHidden: true })).not.toContain("hunter2");
  });

  it("drops a message that holds a value, and one that nobody recognised", () => {
    const quoting = new Error(`invalid: ${value}`);
    for (const options of [
      { vouched: true, holdsValue: valueSearch([value]) },
      { vouched: false, holdsValue: valueSearch([]) },
    ]) {
      const cause = redactCause(quoting, options);
      expect(inspect(cause, { depth: Infinity, showHidden: true })).not.toContain("hunter2");
      expect(cause?.message).toBe("(the message is withheld: it may quote a value)");
    }
  });

  it("drops what parsing throws whole: it quotes its input", () => {
    const thrown = (() => {
      try {
        JSON.parse(`{"a": ${value}`);
      } catch (error) {
        return error;
      }
      return undefined;
    })();
    expect(redactCause(thrown, { vouched: true, holdsValue: valueSearch([]) })).toBeUndefined();
  });

  it("is not misled by a message that looks like a stack frame, nor by a value in a code", () => {
    const sly = Object.assign(new Error(`x\n    at ${value.slice(0, 12)} (file:1:1)`), {
      code: "hunter2-",
    });
    const cause = redactCause(sly, { vouched: true, holdsValue: valueSearch([value]) });
    expect(inspect(cause, { depth: Infinity, showHidden: true })).not.toContain("hunter2");
  });

  it("keeps of a stack only frames, also where the values are not known", () => {
    const sly = new Error(`x\n    at ${value.slice(0, 12)} (file:1:1)`);
    sly.stack = `${sly.stack ?? ""}\n    at ${Buffer.from(value).toString("base64")}`;
    const { stack = "" } = redactCause(sly, { vouched: false, holdsValue: valueSearch([]) }) ?? {};
    expect(valueSearch([value])(stack)).toBe(false);
    expect(stack).toContain("redaction.test.ts");
  });

  it("survives errors whose properties throw", () => {
    const hostile = new Proxy(new Error("x"), {
      get: () => {
        throw new Error("no");
      },
    });
    expect(redactCause(hostile, { vouched: true, holdsValue: valueSearch([]) })?.message).toBe("");
  });
});
