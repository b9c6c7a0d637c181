import type { Entries } from "@keykist/core";
import { jsonMembers } from "./json-members.ts";

/** The value of a secret, as AWS gives it. */
export interface SecretValue {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: Uint8Array | undefined;
}

/** The key under which a value is read that is not a JSON object. */
const WHOLE = "value";

/** Entries as the JSON object that is stored. */
export function encodeEntries(entries: Entries): string {
  return JSON.stringify(Object.fromEntries(entries));
}

/**
 * The entries of a stored value, whoever wrote it: the members of a JSON object, strings as they are, and everything
 * else in the text that stands there. Any other value is one entry, `value`, binary as base64.
 */
export function decodeEntries({ SecretString: text, SecretBinary: bytes }: SecretValue): Entries {
  if (text === undefined) return whole(Buffer.from(bytes ?? []).toString("base64"));
  const object = jsonObject(text);
  if (object === undefined) return whole(text);
  const entries = new Map<string, string>();
  let sources: ReadonlyMap<string, string> | undefined;
  for (const [key, value] of Object.entries(object)) {
    if (typeof value === "string") {
      entries.set(key, value);
      continue;
    }
    // Only as it is written: a double cannot hold every number, and a nested object has an order.
    sources ??= new Map(jsonMembers(text).map(({ key: each, source }) => [each, source]));
    entries.set(key, sources.get(key) ?? String(value));
  }
  return entries;
}

function whole(text: string): Entries {
  return new Map([[WHOLE, text]]);
}

/** The JSON object that a text is, or nothing. */
export function jsonObject(text: string): object | undefined {
  // Text that cannot be JSON is not worth an exception: passwords as plain text are usual.
  if (!/^[\t\n\r ]*\{/u.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    // Text that only begins like JSON: it is a value as a whole. The parser's message would quote it.
    return undefined;
  }
}
