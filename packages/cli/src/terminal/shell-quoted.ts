/** A word as a shell takes it: as it stands where that is safe, else in single quotes. */
export function shellQuoted(word: string): string {
  return /^[A-Za-z0-9_./@%+=:,-]+$/.test(word)
    ? word
    : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
