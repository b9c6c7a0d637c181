import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  escapeReferences,
  holdsReference,
  parseReferences,
  wholeReference,
} from "../../src/references/parse-references.ts";
import { referenceText } from "../../src/references/reference.ts";

/** A text as its parts, references in angle brackets. */
function parts(text: string): string[] {
  return parseReferences(text).map((part) => {
    if (part.kind === "text") return part.text;
    return part.kind === "reference" ? `<${referenceText(part.reference)}>` : "<malformed>";
  });
}

const segment = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/u);
const secretName = fc
  .array(segment, { minLength: 1, maxLength: 3 })
  .map((segments) => segments.join("/"))
  .filter((name) => !/^keykist(?:\/|$)/u.test(name));
const secretKey = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,20}$/u);
const reference = fc.record({
  manager: fc.option(segment, { nil: undefined }),
  name: secretName,
  key: secretKey,
});
const space = fc.stringMatching(/^[ \t\n]{0,3}$/u);
/** Texts full of what the parser looks at. */
const tricky = fc
  .array(fc.constantFrom("{{", "}}", "{", "}", "\\", ".", ":", " ", "a", "a.b", "{{a.b}}"), {
    maxLength: 30,
  })
  .map((pieces) => pieces.join(""));

describe("a reference", () => {
  it.each([
    ["{{db.password}}", ["<db.password>"]],
    ["{{ db.password }}", ["<db.password>"]],
    ["{{\tdb.password\n}}", ["<db.password>"]],
    ["{{prod:db.password}}", ["<prod:db.password>"]],
    ["{{team/db.v2.password}}", ["<team/db.v2.password>"]],
    ["{{keykist-dev/db._key-1}}", ["<keykist-dev/db._key-1>"]],
  ])("is %j", (text, expected) => {
    expect(parts(text)).toEqual(expected);
  });

  it("is split at the last dot, so that names may hold dots", () => {
    expect(wholeReference("{{my.db.password}}")).toEqual({
      manager: undefined,
      name: "my.db",
      key: "password",
    });
  });

  it("names a manager before the colon", () => {
    expect(wholeReference("{{prod.eu:db.password}}")).toEqual({
      manager: "prod.eu",
      name: "db",
      key: "password",
    });
  });

  it("stands anywhere in a longer text, any number of times", () => {
    expect(parts("postgres://{{db.user}}:{{db.password}}@host/")).toEqual([
      "postgres://",
      "<db.user>",
      ":",
      "<db.password>",
      "@host/",
    ]);
  });

  it("may stand within more braces", () => {
    expect(parts("{{{db.json}}}")).toEqual(["{", "<db.json>", "}"]);
    expect(parts('{"a":{{db.json}}}')).toEqual(['{"a":', "<db.json>", "}"]);
  });

  it("is read whatever its parts and the space around them", () => {
    fc.assert(
      fc.property(reference, space, space, (expected, before, after) => {
        const text = `{{${before}${referenceText(expected)}${after}}}`;
        expect(wholeReference(text)).toEqual(expected);
      }),
    );
  });
});

describe("plain text", () => {
  // ZenML's table of what is no secret reference, and other people's template languages.
  it.each([
    "",
    "plain",
    "{db.password}",
    "{{db.password}",
    "{db.password}}",
    "{{db.password",
    "db.password}}",
    "$db.password",
    "${db.password}",
    "{{password}}",
    "{{}}",
    "{{.}}",
    "{{db.}}",
    "{{.password}}",
    "{{db. password}}",
    "{{db .password}}",
    "{{db.pass word}}",
    "{{ .Values.host | quote }}",
    "{{#if db.password}}",
    "{{db.password} }",
    "{ {db.password}}",
    "{{db.{password}}",
    String.raw`C:\users\{x}`,
  ])("is %j", (text) => {
    expect(parts(text)).toEqual(text === "" ? [] : [text]);
    expect(holdsReference(text)).toBe(false);
  });

  it("is a ${{ }} whose inside is no reference, and a reference behind a dollar sign is one", () => {
    expect(parts("${{ db.password }}")).toEqual(["$", "<db.password>"]);
  });
});

describe("what is meant as a reference but breaks the grammar", () => {
  it.each([
    "{{db.1st}}",
    "{{db.pass$word}}",
    "{{db..}}",
    "{{../db.password}}",
    "{{keykist/global/db.password}}",
    "{{a:b:c.d}}",
    "{{:db.password}}",
    "{{bad/manager:db.password}}",
    "{{.Values.password}}",
    "{{user.name|upper}}",
    "{{db.pässword}}",
  ])("is malformed and not text: %j", (text) => {
    expect(parts(text)).toEqual(["<malformed>"]);
    expect(holdsReference(text)).toBe(true);
    expect(wholeReference(text)).toBeUndefined();
  });

  it("is so too where a name or key is too long", () => {
    expect(parts(`{{${"n".repeat(200)}.${"k".repeat(128)}}}`)).not.toEqual(["<malformed>"]);
    expect(parts(`{{${"n".repeat(201)}.k}}`)).toEqual(["<malformed>"]);
    expect(parts(`{{n.${"k".repeat(129)}}}`)).toEqual(["<malformed>"]);
  });
});

describe("an escape", () => {
  it.each([
    [String.raw`\{{db.password}}`, ["{{db.password}}"]],
    [String.raw`\{{ whatever`, ["{{ whatever"]],
    [String.raw`\\{{db.user}}`, ["\\", "<db.user>"]],
    [String.raw`\\\{{db.user}}`, [String.raw`\{{db.user}}`]],
    [String.raw`\\\\{{db.user}}`, [String.raw`\\`, "<db.user>"]],
    [String.raw`\{{{db.user}}`, ["{{{db.user}}"]],
    [String.raw`{\{{db.user}}`, ["{{{db.user}}"]],
    [String.raw`\{{a.b}}{{c.d}}`, ["{{a.b}}", "<c.d>"]],
    [String.raw`{{a.b}}\{{c.d}}`, ["<a.b>", "{{c.d}}"]],
    [String.raw`\n \\ \{ stays`, [String.raw`\n \\ \{ stays`]],
  ])("is undone: %j", (text, expected) => {
    expect(parts(text)).toEqual(expected);
  });

  it("makes any text literal, and is undone exactly", () => {
    const anyText = fc.oneof(tricky, fc.string({ unit: "binary" }));
    fc.assert(
      fc.property(anyText, (text) => {
        expect(parts(escapeReferences(text))).toEqual(text === "" ? [] : [text]);
      }),
      { numRuns: 1000 },
    );
  });

  it("leaves texts without double braces as they are, so that escaping those twice changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        fc.pre(!text.includes("{{"));
        expect(escapeReferences(text)).toBe(text);
      }),
    );
  });

  it("nests: every escaping takes one reading to undo", () => {
    fc.assert(
      fc.property(tricky, (text) => {
        const once = escapeReferences(text);
        expect(parts(escapeReferences(once)).join("")).toBe(once);
      }),
    );
  });

  it("keeps apart literal text and references that stand side by side", () => {
    const literal = tricky.filter((text) => !/[{\\]$/u.test(text));
    fc.assert(
      fc.property(literal, reference, tricky, (before, one, after) => {
        const text = `${escapeReferences(before)}{{${referenceText(one)}}}${escapeReferences(after)}`;
        const expected = [before, `<${referenceText(one)}>`, after].filter((part) => part !== "");
        expect(parts(text)).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("hostile text", () => {
  it.each([
    ["opening braces", "{{"],
    ["single braces", "{"],
    ["closing braces", "}}"],
    ["opened words", "{{a"],
    ["opened references", "{{a.b"],
    ["closed by one brace", "{{a.b}"],
    ["backslashes", "\\"],
    ["escapes", String.raw`\{{`],
    ["dots", "{{."],
    ["spaces", "{{ "],
    ["references", "{{a.b}}"],
    ["malformed references", "{{a.1}}"],
  ])("takes time in proportion to its length: %s", (_, piece) => {
    // Quadratic work would take 256 times as long for 16 times the text; linear work takes 16 times.
    const small = bestTime(piece.repeat(6_250));
    const large = bestTime(piece.repeat(100_000));
    expect(large).toBeLessThan(Math.max(small, 0.2) * 100);
  });

  it("takes no longer for one endless inside", () => {
    const small = bestTime(`{{${"a.".repeat(6_250)}`);
    const large = bestTime(`{{${"a.".repeat(100_000)}`);
    expect(large).toBeLessThan(Math.max(small, 0.2) * 100);
  });
});

/** The least of several measurements, in milliseconds: what the machine did beside is not in it. */
function bestTime(text: string): number {
  const times = [1, 2, 3, 4, 5].map(() => {
    const start = performance.now();
    parseReferences(text);
    escapeReferences(text);
    return performance.now() - start;
  });
  return Math.min(...times);
}
