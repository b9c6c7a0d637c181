import { inspect } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { refusal } from "../../test/refusal.ts";
import { json } from "./codecs.ts";
import { defineSecretSchema } from "./define-secret-schema.ts";
import type { SecretSchema } from "./secret-schema.ts";
import type { SecretShape } from "./secret-shape.ts";

// What zod's errors quote of their input, row by row (zod 4.6), and that none of it gets out. Each row is
// tried when a secret is made and when a stored one is read.

const canary = "hunter2-super-secret";
const PIECE = 8;

const pieces = Array.from({ length: canary.length - PIECE + 1 }, (_, at) =>
  canary.slice(at, at + PIECE),
);

function expectNoLeak(shown: unknown): void {
  const texts = [
    inspect(shown, { depth: Infinity, showHidden: true, getters: true, customInspect: false }),
    inspect(shown),
    JSON.stringify(shown),
  ];
  if (shown instanceof Error) texts.push(shown.message, String(shown.stack), String(shown.cause));
  for (const text of texts) {
    expect(pieces.filter((piece) => text.includes(piece))).toEqual([]);
  }
}

/** As in zod's documentation: it forwards the message of JSON.parse. */
const jsonCodecOfTheDocumentation = z.codec(z.string(), z.json(), {
  decode: (text, context) => {
    try {
      return parsedJson(text);
    } catch (error) {
      const message = error instanceof Error ? error.message : "";
      context.issues.push({ code: "invalid_format", format: "json", input: text, message });
      return z.NEVER;
    }
  },
  encode: (value) => JSON.stringify(value),
});

const throwing = z.codec(z.string(), z.string(), {
  decode: (text): string => {
    throw new Error(`cannot decode ${text}`);
  },
  encode: (value): string => {
    throw new Error(`cannot encode ${value}`);
  },
});

const asynchronous = z.codec(z.string(), z.string(), {
  decode: (text) => Promise.resolve(text),
  encode: (text) => Promise.resolve(text),
});

const shape = z.object({ kind: z.literal("a"), value: z.int() });

interface Row {
  readonly row: string;
  readonly type: SecretShape[string];
  /** What is stored, in which the canary stands where zod finds something wrong. */
  readonly text: string;
  /** What is passed to `create`. Default: the text. */
  readonly value?: unknown;
  readonly problem: string;
}

const quoted = JSON.stringify(canary);

const rows: readonly Row[] = [
  { row: "enum", type: z.enum(["a"]), text: canary, problem: "not one of the allowed values" },
  { row: "literal", type: z.literal("a"), text: canary, problem: "not one of the allowed values" },
  { row: "url", type: z.url(), text: canary, problem: "expected URL" },
  { row: "email", type: z.email(), text: canary, problem: "expected email" },
  { row: "uuid", type: z.uuid(), text: canary, problem: "expected UUID" },
  { row: "jwt", type: z.jwt(), text: canary, problem: "expected JWT" },
  {
    row: "regex",
    type: z.string().regex(/^x/u),
    text: canary,
    problem: "does not match the pattern",
  },
  {
    row: "startsWith",
    type: z.string().startsWith("x"),
    text: canary,
    problem: "does not match the pattern",
  },
  { row: "length", type: z.string().max(3), text: canary, problem: "too long" },
  {
    row: "a format of its own",
    type: z.stringFormat(canary, /^x/u),
    text: canary,
    problem: "not accepted",
  },
  {
    row: "stringbool",
    type: z.stringbool(),
    text: canary,
    problem: "not one of the allowed values",
  },
  {
    row: "union",
    type: z.union([z.email(), z.url()]),
    text: canary,
    problem: "none of the allowed forms",
  },
  {
    row: "discriminatedUnion",
    type: json(z.discriminatedUnion("kind", [shape])),
    text: `{"kind":${quoted}}`,
    value: { kind: canary },
    problem: "inside it, none of the allowed forms",
  },
  {
    row: "jsonCodec of zod's documentation",
    type: jsonCodecOfTheDocumentation,
    text: `{"a": ${canary}`,
    value: 5n,
    problem: "not accepted",
  },
  {
    row: "json()",
    type: json(z.unknown()),
    text: `{"a": ${canary}`,
    value: 5n,
    problem: "expected JSON",
  },
  {
    row: "JSON.parse in a refinement",
    type: z.string().refine((text) => JSON.parse(text) !== 0),
    text: canary,
    problem: "not accepted",
  },
  {
    row: "a refinement whose message quotes the input",
    type: z.string().refine(() => false, { error: (issue) => `bad: ${String(issue.input)}` }),
    text: canary,
    problem: "not accepted",
  },
  {
    row: "a message that throws the input",
    type: z.string().refine(() => false, {
      error: (issue) => {
        throw new Error(String(issue.input));
      },
    }),
    text: canary,
    problem: "not accepted",
  },
  {
    row: "an issue whose fields quote the input",
    type: z.string().superRefine((text, context) => {
      context.addIssue({
        code: "invalid_type",
        expected: untyped(text),
        input: text,
        message: text,
      });
      context.addIssue({ code: "invalid_format", format: text, input: text, path: [text] });
      context.addIssue({ code: "custom", params: { text }, input: text, path: [text, 1] });
    }),
    text: canary,
    problem: "not accepted; inside it, not accepted",
  },
  {
    row: "an issue that is none",
    type: z.string().superRefine((_text, context) => {
      context.issues.push(untyped(null));
    }),
    text: canary,
    problem: "not accepted",
  },
  {
    row: "strictObject with an unknown key",
    type: json(z.strictObject({ a: z.string().optional() })),
    text: `{${quoted}:1}`,
    value: { [canary]: 1 },
    problem: "has keys that it may not have",
  },
  {
    row: "record of an enumeration with an unknown key",
    type: json(z.partialRecord(z.enum(["a"]), z.string())),
    text: `{${quoted}:"x"}`,
    value: { [canary]: "x" },
    problem: "has keys that it may not have",
  },
  {
    row: "the path of a record's issue",
    type: json(z.record(z.string(), z.int())),
    text: `{${quoted}:"x"}`,
    value: { [canary]: "x" },
    problem: "inside it, expected number",
  },
  { row: "a codec that throws", type: throwing, text: canary, problem: "not accepted" },
  {
    row: "a codec that answers a promise",
    type: asynchronous,
    text: canary,
    problem: "not accepted",
  },
  {
    row: "a lone surrogate",
    type: z.string().max(5),
    text: `${canary}\uD800`,
    problem: "too long",
  },
];

describe.each(rows)("$row", ({ type, text, value = text, problem }) => {
  const schema: SecretSchema = defineSecretSchema("leaky", { k: type });

  it("shows nothing of a content that is refused", () => {
    const error = refusal(() => schema.create("n", { k: value }));
    expect(error.code).toBe("INVALID_VALUE");
    expect(error.cause).toBeUndefined();
    expectNoLeak(error);
    expectNoLeak(schema.encode({ k: value }));
  });

  it("shows nothing of a stored value that is refused", () => {
    const decoded = schema.decode(new Map([["k", text]]));
    expectNoLeak(decoded);
    const problems = decoded.kind === "invalid" ? decoded.issues.map((issue) => issue.problem) : [];
    expect(problems.join("; ")).toBe(problem);
  });
});

describe("whatever the type", () => {
  afterEach(() => {
    z.config({ customError: undefined });
  });

  it("a key that the schema does not know is masked", () => {
    const schema: SecretSchema = defineSecretSchema("t", { k: z.string().optional() });
    for (const key of [canary, `${canary} with spaces`, "__proto__"]) {
      const error = refusal(() => schema.create("n", Object.fromEntries([[key, canary]])));
      expect(error.code).toBe("INVALID_KEY");
      expectNoLeak(error);
      expectNoLeak(schema.decode(new Map([[key, canary]])));
    }
  });

  it("an error map for all of zod, which quotes input, changes nothing", () => {
    z.config({ customError: (issue) => `bad: ${String(issue.input)}` });
    const schema: SecretSchema = defineSecretSchema("t", { k: z.email() });
    const error = refusal(() => schema.create("n", { k: canary }));
    expect(error.issues).toEqual([{ key: "k", problem: "expected email" }]);
    expectNoLeak(error);
  });

  it("a content whose getter throws shows nothing", () => {
    const schema: SecretSchema = defineSecretSchema("t", { k: z.string() });
    const content = {
      get k(): string {
        throw new Error(canary);
      },
    };
    const error = refusal(() => schema.create("n", content));
    expect(error.issues).toEqual([{ key: "(content)", problem: "cannot be read" }]);
    expectNoLeak(error);
  });
});

describe("what throws raw errors through zod's safeParse is refused when the schema is defined", () => {
  it.each<[string, SecretShape[string]]>([
    ["a transform with JSON.parse", z.string().transform((text) => JSON.parse(text) as unknown)],
    ["a preprocess with JSON.parse", z.preprocess((text) => parsedJson(String(text)), z.string())],
    ["z.coerce.number()", z.string().pipe(z.coerce.number())],
  ])("%s", (_what, type) => {
    expect(refusal(() => defineSecretSchema("t", { k: type })).code).toBe("INVALID_CONFIG");
  });
});

function parsedJson(text: string): z.core.util.JSONType {
  return z.json().parse(JSON.parse(text));
}

// What a schema in plain JavaScript may put anywhere, whatever the types say.
function untyped(value: unknown): never;
function untyped(value: unknown): unknown {
  return value;
}
