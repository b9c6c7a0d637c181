/*
 * The one place where text becomes safe for a terminal. A name, a path, a value or a backend's message can hold characters
 * that a terminal obeys: escape sequences (ESC, and the C1 controls, which do the same in one character), a carriage return
 * that hides a line, a change of the direction of writing.
 */

/** Controls but tab and newline; marks and overrides of direction; what breaks lines; tags, which nobody sees. */
const OBEYED =
  /(?![\t\n])[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;

/** Text for a terminal: what it would obey is spelled out, as JSON spells it. Tabs and newlines stay. */
export function screenText(text: string): string {
  return text.replaceAll(OBEYED, spelledOut);
}

/** Text for one line or cell of a terminal. Tabs and newlines are also spelled out. */
export function screenLine(text: string): string {
  return screenText(text)
    .replaceAll("\n", String.raw`\n`)
    .replaceAll("\t", String.raw`\t`);
}

function spelledOut(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}

/** Writes a text to a stream, safe where that is a terminal. Everything that is not a result goes out here. */
export function writeTo(
  stream: { readonly isTTY?: boolean; write(text: string): unknown },
  text: string,
): void {
  stream.write(stream.isTTY === true ? screenText(text) : text);
}
