/** What stands in a table must neither break its lines nor reach the terminal as a command. */
const PLAIN = /^[^\p{C}\p{Z}"](?: ?[^\p{C}\p{Z}])*$/u;

/**
 * A value as one line of a table: as it stands where that is plain to see, else in quotes, with everything that is
 * invisible spelled out. For people; the bytes themselves are what `kist get NAME KEY` writes.
 */
export function shownValue(value: string): string {
  if (PLAIN.test(value)) return value;
  return JSON.stringify(value).replaceAll(
    /[\p{C}\u2028\u2029]/gu,
    (character) => String.raw`\u{${character.codePointAt(0)?.toString(16) ?? ""}}`,
  );
}
