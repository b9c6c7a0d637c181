import { lineNumbers } from "./line-numbers.ts";
import { type Assignment, type Loss, type Reading, REASONS } from "./reading.ts";

/*
 * The npm package dotenv looks for assignments with one regular expression, and skips over everything between them
 * without a word (`parse` in its lib/main.js; tests compare with the package). Here the expression is tried line by
 * line, so that a long file takes no longer than its length, and so that what is skipped is known.
 */

const ASSIGNMENT =
  /(?:export\s+)?([\w.-]+)(?:\s*=\s*?|:\s+?)(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\r\n]+)?\s*(?:#.*)?$/dmy;

const LINE_END = /[\n\u2028\u2029]/g;

/** Reads a .env file as the npm package dotenv does. */
export function readAsNpmDotenv(original: string): Reading {
  const text = original.replaceAll(/\r\n?/g, "\n");
  const lineOf = lineNumbers(text);
  const assignments: Assignment[] = [];
  const losses: Loss[] = [];
  let at = 0;
  while (at < text.length) {
    const start = skipSpace(text, at);
    ASSIGNMENT.lastIndex = start;
    const match = ASSIGNMENT.exec(text);
    if (match === null) {
      const end = endOfLine(text, start);
      const line = text.slice(start, end);
      if (!/^(?:#.*|export\s+[A-Za-z_]\w*)?$/.test(line.trim())) {
        losses.push({ line: lineOf(start), reason: REASONS.noSign });
      }
      at = end + 1;
      continue;
    }
    const [whole, key = "", written = ""] = match;
    const line = lineOf(start);
    const [, valueEnd = start + whole.search(/[=:]/) + 1] = match.indices?.[2] ?? [];
    const loss = lossOf(written, text.slice(valueEnd, start + whole.length));
    if (loss !== undefined) losses.push({ line, reason: loss });
    assignments.push({ key, value: valueOf(written), line });
    at = Math.max(start + whole.length, at + 1);
  }
  return { assignments, losses };
}

/** Where a regular expression sees the end of a line. */
function endOfLine(text: string, from: number): number {
  LINE_END.lastIndex = from;
  return LINE_END.exec(text)?.index ?? text.length;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text.charAt(at))) at += 1;
  return at;
}

function valueOf(written: string): string {
  const trimmed = written.trim();
  const value = trimmed.replaceAll(/^(['"`])([\s\S]*)\1$/gm, "$2");
  return trimmed.startsWith('"')
    ? value.replaceAll(String.raw`\n`, "\n").replaceAll(String.raw`\r`, "\r")
    : value;
}

/**
 * What is missing of a value.
 *
 * @param behind what stands between the value and the end of its line
 */
function lossOf(written: string, behind: string): string | undefined {
  const isPlain = !/^\s*['"`]/.test(written);
  const hash = behind.indexOf("#");
  if (hash !== -1) {
    const before = `${written}${behind.slice(0, hash)}`;
    // Behind nothing, `# note` is a note, and `#ff0000` rather a value.
    const isNote = before.trim() === "" ? /^#\s/.test(behind.slice(hash)) : /\s$/.test(before);
    if (isNote) return undefined;
    return isPlain ? REASONS.hash : REASONS.behindQuote;
  }
  if (!isPlain) return undefined;
  if (written.endsWith("\\")) return REASONS.continued;
  return /-----BEGIN/.test(written) && !/-----END/.test(written) ? REASONS.block : undefined;
}
