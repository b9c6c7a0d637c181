/** What stands in every shell as it is. `=` at the beginning means something to zsh. */
const PLAIN = /^(?!=)[A-Za-z0-9_./@%+=:,-]+$/;
/** What a terminal obeys or nobody sees; none of it can be shown as it is. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/u;

/**
 * A word as a shell takes it: as it stands where that is safe, else in single quotes, in which bash, zsh, fish and dash
 * see no more than text. What cannot be seen is written by printf. In Windows, in double quotes.
 */
export function shellQuoted(word: string): string {
  if (PLAIN.test(word)) return word;
  if (process.platform === "win32") return `"${word.replaceAll('"', '""')}"`;
  if (UNSEEN.test(word)) return `"$(printf '${asOctal(word)}')"`;
  // fish knows escapes in single quotes: backslashes stand outside of them.
  return `'${word.replaceAll(/['\\]/g, String.raw`'\$&'`)}'`;
}

/** A format of printf that gives a text, byte for byte. */
function asOctal(text: string): string {
  return Array.from(Buffer.from(text), (byte) => {
    const character = String.fromCharCode(byte);
    if (character === "%") return "%%";
    return /[A-Za-z0-9_./@+=:, -]/.test(character)
      ? character
      : `\\${byte.toString(8).padStart(3, "0")}`;
  }).join("");
}
