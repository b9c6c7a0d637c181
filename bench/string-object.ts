/** An object of strings, as programs keep in one secret of AWS. */
export type StringObject = Readonly<Record<string, string>>;

/** Parses what one's own program has written: that its members are strings is taken for granted. */
export function parseStringObject(text: string): StringObject {
  const value: unknown = JSON.parse(text);
  if (!isObject(value)) throw new TypeError("not an object");
  return value;
}

function isObject(value: unknown): value is StringObject {
  return typeof value === "object" && value !== null;
}
