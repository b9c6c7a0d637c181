/**
 * The entries of a secret that something else made: those of a flat JSON object of strings, numbers and booleans,
 * else all of it as `value`. Numbers keep the digits that they were written with.
 */
export function foreignEntries(text: string): ReadonlyMap<string, string> {
  return flatEntries(text) ?? new Map([["value", text]]);
}

function flatEntries(text: string): ReadonlyMap<string, string> | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text, verbatimNumber);
  } catch {
    // A text of any other kind.
    return undefined;
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) return undefined;
  const entries = new Map<string, string>();
  for (const [key, value] of Object.entries(json)) {
    if (typeof value === "string") entries.set(key, value);
    else if (typeof value === "boolean") entries.set(key, String(value));
    else if (value instanceof VerbatimNumber) entries.set(key, value.text);
    else return undefined;
  }
  return entries;
}

/** A number as it was written: `1.50` and 20 digits would be others after parsing. */
class VerbatimNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

function verbatimNumber(
  _key: string,
  value: unknown,
  context?: { readonly source?: string },
): unknown {
  return typeof value === "number" ? new VerbatimNumber(context?.source ?? String(value)) : value;
}
