import { isPathSegment, isSecretKey, isSecretName } from "../secrets/grammar.ts";
import type { Reference } from "./reference.ts";

/** A piece of a text that may hold references. */
export type ReferencePart =
  /** To be taken as it is; escapes are undone already. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "reference"; readonly reference: Reference }
  /** Meant as a reference, but not one: `{{db.1st}}`. */
  | { readonly kind: "malformed" };

/** A reference or what was meant as one, and where the text goes on behind it. */
interface Match {
  readonly part: Exclude<ReferencePart, { readonly kind: "text" }>;
  readonly end: number;
}

/** `[manager:]name.key`, split at the first colon and the last dot; neither name nor key has them. */
function readReference(content: string): Reference | undefined {
  const colon = content.indexOf(":");
  const dot = content.lastIndexOf(".");
  const manager = colon === -1 ? undefined : content.slice(0, colon);
  const name = content.slice(colon + 1, dot);
  const key = content.slice(dot + 1);
  const valid =
    (manager === undefined || isPathSegment(manager)) && isSecretName(name) && isSecretKey(key);
  return valid ? { manager, name, key } : undefined;
}

/** What the braces that open at `open` hold, if that is meant as a reference. */
function matchAt(text: string, open: number): Match | undefined {
  // To the next brace of any kind and no further, so that the whole text is read once.
  const brace = /[{}]/gu;
  brace.lastIndex = open + 2;
  const close = brace.exec(text)?.index;
  if (close === undefined || !text.startsWith("}}", close)) return undefined;
  const content = text.slice(open + 2, close).trim();
  const meant = !/\s/u.test(content) && content.slice(1, -1).includes(".");
  if (!meant) return undefined;
  const reference = readReference(content);
  const part = reference === undefined ? malformed : ({ kind: "reference", reference } as const);
  return { part, end: close + 2 };
}

const malformed = { kind: "malformed" } as const;

function backslashesBefore(text: string, end: number, start: number): number {
  let first = end;
  while (first > start && text[first - 1] === "\\") first -= 1;
  return end - first;
}

/**
 * Takes a text apart into literal text and references, in the order in which they stand.
 *
 * - `{{name.key}}` is the value of a key of a secret, `{{manager:name.key}}` one of another manager.
 *   White space directly inside the braces does not count. Names may hold dots, keys cannot: the
 *   last dot divides. Name and key have the grammar of secrets, a manager that of a path segment.
 * - `\{{` is a literal `{{`. Backslashes directly before `{{` count in pairs, so that `\\{{db.user}}` is
 *   a backslash and a value; backslashes anywhere else are plain text.
 * - Braces around anything without a dot inside, or with white space inside, are plain text: `{{user}}`,
 *   `{{ .Name }}`, `{{ a.b | upper }}`. That is ZenML's rule for what is no reference.
 * - What that rule takes for a reference, but whose parts break the grammar (`{{db.1st}}`,
 *   `{{a:b:c.d}}`, `{{.Values.x}}`), is `malformed`, never text: it is a typing error far more often
 *   than meant, and as text it would be sent somewhere in place of a password. Whoever means
 *   it writes `\{{`.
 *
 * Takes time in proportion to the length of the text, whatever it holds.
 */
export function parseReferences(text: string): readonly ReferencePart[] {
  const parts: ReferencePart[] = [];
  let literal = "";
  let position = 0;
  for (let open = text.indexOf("{{"); open !== -1; open = text.indexOf("{{", position)) {
    const backslashes = backslashesBefore(text, open, position);
    literal += text.slice(position, open - Math.ceil(backslashes / 2));
    const match = backslashes % 2 === 0 ? matchAt(text, open) : undefined;
    if (match === undefined) {
      // Past both braces if they are escaped; else the second may open a reference: `{{{db.user}}`.
      position = backslashes % 2 === 0 ? open + 1 : open + 2;
      literal += text.slice(open, position);
      continue;
    }
    if (literal !== "") parts.push({ kind: "text", text: literal });
    literal = "";
    parts.push(match.part);
    position = match.end;
  }
  literal += text.slice(position);
  if (literal !== "") parts.push({ kind: "text", text: literal });
  return parts;
}

/** The reference that a text is as a whole, `undefined` for every other text. */
export function wholeReference(text: string): Reference | undefined {
  const [part, ...rest] = parseReferences(text);
  return part?.kind === "reference" && rest.length === 0 ? part.reference : undefined;
}

/** Reports whether a text holds a reference, or what is meant as one. */
export function holdsReference(text: string): boolean {
  return parseReferences(text).some(({ kind }) => kind !== "text");
}

/**
 * The text that reads as `text` once references are resolved: each `{{` escaped.
 *
 * @example
 * ```ts
 * escapeReferences("{{db.password}}"); // "\\{{db.password}}"
 * ```
 */
export function escapeReferences(text: string): string {
  let escaped = "";
  let position = 0;
  for (let open = text.indexOf("{{"); open !== -1; open = text.indexOf("{{", position)) {
    const backslashes = backslashesBefore(text, open, position);
    escaped += `${text.slice(position, open)}${"\\".repeat(backslashes)}\\{{`;
    position = open + 2;
  }
  return escaped + text.slice(position);
}
