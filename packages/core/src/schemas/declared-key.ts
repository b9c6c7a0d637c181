import type { ZodSafeParseResult, ZodType } from "zod";
import { valueProblem } from "../secrets/grammar.ts";
import { sameValue } from "./same-value.ts";
import { zodDefinition } from "./zod-definition.ts";
import { NOT_ACCEPTED, zodProblem } from "./zod-problem.ts";

interface Refused {
  readonly kind: "refused";
  /** Each once, in fixed words. */
  readonly problems: readonly string[];
}

/** What a key reads as. */
export type DecodedKey =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "absent" }
  | Refused;

/** What is stored for a key, and what that reads as. */
export type EncodedKey =
  | { readonly kind: "stored"; readonly text: string; readonly value: unknown }
  | { readonly kind: "absent" }
  | Refused;

const refused = (...problems: readonly string[]): Refused => ({
  kind: "refused",
  problems: [...new Set(problems)],
});

/** Runs zod; nothing that it throws gets out, since errors of parsing quote their input. */
function ask(
  parse: () => ZodSafeParseResult<unknown>,
): { readonly kind: "value"; readonly value: unknown } | Refused {
  try {
    const result = parse();
    if (result.success) return { kind: "value", value: result.data };
    // Built when it is asked for, by functions of the schema that may throw too.
    return refused(...result.error.issues.map(zodProblem));
  } catch {
    return refused(NOT_ACCEPTED);
  }
}

function isSame(one: unknown, other: unknown): boolean {
  try {
    return sameValue(one, other);
  } catch {
    // What cannot be looked at, such as a value that contains itself, is not known to be the same.
    return false;
  }
}

/** One key of a schema: checks, reads and writes its values. */
export class DeclaredKey {
  /** Whether the key may be missing in what is stored, and in what is passed to `create`. */
  readonly optional: boolean;
  /** What the key is for, in the words of its author. */
  readonly description: string | undefined;
  readonly #type: ZodType<unknown, string | undefined>;

  constructor(type: ZodType<unknown, string | undefined>) {
    this.#type = type;
    this.optional = type._zod.optin !== undefined;
    this.description = descriptionOf(type);
  }

  /** What is stored, `undefined` for nothing, as the type's reader sees it. */
  decode(text: string | undefined): DecodedKey {
    if (text === undefined && !this.optional) return refused("missing");
    const answer = ask(() => this.#type.safeDecode(text));
    if (answer.kind === "value") return answer.value === undefined ? { kind: "absent" } : answer;
    // As in zod's objects: what refuses nothing where nothing is allowed has no default to give.
    const absent = text === undefined && this.#type._zod.optout === "optional";
    return absent ? { kind: "absent" } : answer;
  }

  /** What to store for a value, `undefined` for none: then the default, where the key has one. */
  encode(value: unknown): EncodedKey {
    if (value !== undefined) return this.#encodeValue(value);
    const unset = this.decode(undefined);
    return unset.kind === "value" ? this.#encodeValue(unset.value) : unset;
  }

  #encodeValue(value: unknown): EncodedKey {
    const answer = ask(() => this.#type.safeEncode(value));
    if (answer.kind === "refused") return answer;
    const text = answer.value;
    const problem = valueProblem(text);
    if (typeof text !== "string" || problem !== undefined) return refused(problem ?? NOT_ACCEPTED);
    // Proves that nothing is lost: a codec may be wrong, an object may drop fields that it does not know.
    const read = this.decode(text);
    if (read.kind === "refused") return read;
    return read.kind === "value" && isSame(value, read.value)
      ? { kind: "stored", text, value: read.value }
      : refused("not the same once it is stored");
  }
}

/** The description of a type, or of what it wraps: `.describe()` may stand before `.optional()`. */
function descriptionOf(type: unknown): string | undefined {
  const seen = new Set<unknown>();
  let part = type;
  while (typeof part === "object" && part !== null && !seen.has(part)) {
    seen.add(part);
    const description: unknown = Reflect.get(part, "description");
    if (typeof description === "string") return description;
    const definition = zodDefinition(part);
    part = definition?.field(definition.type === "pipe" ? "in" : "innerType");
  }
  return undefined;
}
