import type { Entries } from "@keykist/core";

/** The value of a secret, as AWS gives it. */
export interface SecretValue {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: Uint8Array | undefined;
}

/** The key under which a value is read that is no flat JSON object. */
const WHOLE = "value";

/** Entries as the JSON object that is stored. */
export function encodeEntries(entries: Entries): string {
  return JSON.stringify(Object.fromEntries(entries));
}

/**
 * The entries of a stored value, whoever wrote it: those of a flat JSON object, numbers and booleans in the text
 * that stands there; of anything else one entry, `value`, binary as base64.
 */
export function decodeEntries({ SecretString: text, SecretBinary: bytes }: SecretValue): Entries {
  if (text === undefined) return whole(Buffer.from(bytes ?? []).toString("base64"));
  const value = parsed(text);
  if (value === undefined) return whole(text);
  const entries = new Map<string, string>();
  let numbers: ReadonlyMap<string, string> | undefined;
  for (const [key, each] of Object.entries(value)) {
    switch (typeof each) {
      case "string":
        entries.set(key, each);
        break;
      case "boolean":
        entries.set(key, String(each));
        break;
      case "number":
        numbers ??= numbersIn(text);
        entries.set(key, numbers.get(key) ?? String(each));
        break;
      default:
        return whole(text);
    }
  }
  return entries;
}

function whole(text: string): Entries {
  return new Map([[WHOLE, text]]);
}

/** The JSON object that a text is, or nothing. */
function parsed(text: string): object | undefined {
  // What is no JSON is not worth an exception: passwords as plain text are usual.
  if (!/^[\t\n\r ]*\{/u.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    // Text that only begins like JSON: it is a value as a whole. The parser's message would quote it.
    return undefined;
  }
}

/** The numbers of a flat JSON object as they are written, which is more than a double can hold. */
function numbersIn(text: string): ReadonlyMap<string, string> {
  const numbers = new Map<string, string>();
  const note = (key: string, value: unknown, context?: { readonly source?: string }): unknown => {
    if (typeof value === "number" && context?.source !== undefined)
      numbers.set(key, context.source);
    return value;
  };
  JSON.parse(text, note);
  return numbers;
}
