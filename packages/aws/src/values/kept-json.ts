import type { Entries } from "@keykist/core";
import { decodeEntries, encodeEntries, jsonObject, type SecretValue } from "./entries.ts";
import { type JsonMember, jsonMembers } from "./json-members.ts";

/** Reports whether a value is a JSON object that keykist would not have written like this. */
export function holdsForeign({ SecretString: text }: SecretValue): boolean {
  if (text === undefined || jsonObject(text) === undefined) return false;
  return jsonMembers(text).some(({ source }) => !isAsWritten(source));
}

/**
 * Entries as JSON that keeps what is there: a key with the value that it has keeps the text that stands there, and its
 * place. A key with another value keeps its kind where the value fits: the next port number is a number.
 */
export function encodeInto(entries: Entries, { SecretString: text }: SecretValue): string {
  if (text === undefined || jsonObject(text) === undefined) return encodeEntries(entries);
  const before = decodeEntries({ SecretString: text });
  const sources = new Map(jsonMembers(text).map(({ key, source }) => [key, source]));
  const kept = [...sources.keys()].filter((key) => entries.has(key));
  const added = [...entries.keys()].filter((key) => !sources.has(key));
  const members = [...kept, ...added].map((key) => {
    const value = entries.get(key) ?? "";
    const source = sources.get(key);
    const isKept = source !== undefined && before.get(key) === value;
    return `${JSON.stringify(key)}:${isKept ? source : sourceOf(value, source)}`;
  });
  return `{${members.join(",")}}`;
}

/** The keys that a JSON object has twice. Of such a key, readers take one value or the other. */
export function repeatedKeys(text: string): readonly string[] {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { key } of jsonMembers(text)) {
    if (seen.has(key)) repeated.add(key);
    seen.add(key);
  }
  return [...repeated];
}

/** The JSON text of a new value, in the kind of the one before where that can be. */
function sourceOf(value: string, before: JsonMember["source"] | undefined): string {
  const kind = kindOf(before);
  return kind !== undefined && kind !== "string" && kindOf(value) === kind
    ? value
    : JSON.stringify(value);
}

/** The kind of a JSON text; `undefined` for a text that is not JSON, or has blanks around it. */
function kindOf(source: string | undefined): string | undefined {
  if (source === undefined || source !== source.trim()) return undefined;
  try {
    const value: unknown = JSON.parse(source);
    if (value === null) return "null";
    return Array.isArray(value) ? "array" : typeof value;
  } catch {
    return undefined;
  }
}

/** Reports whether keykist would write a JSON text of a member so: as a string, without needless escapes. */
function isAsWritten(source: string): boolean {
  return source.startsWith('"') && JSON.stringify(JSON.parse(source)) === source;
}
