/** Texts of strangers are cut here. */
const LONGEST = 200;

/**
 * Text of a stranger in quotes: one line, cut where it is long, and every character that a terminal obeys or does not
 * show written as an escape.
 */
export function quoted(
  text: string,
  { longest = LONGEST }: { readonly longest?: number } = {},
): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return JSON.stringify(cut).replaceAll(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
