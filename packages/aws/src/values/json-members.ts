/** A member of a JSON object, as it is written there. */
export interface JsonMember {
  readonly key: string;
  /** The text of the value. */
  readonly source: string;
}

/** The members of a text that `JSON.parse` takes as an object, in their order; also those whose key comes twice. */
export function jsonMembers(text: string): readonly JsonMember[] {
  const members: JsonMember[] = [];
  let at = skipBlanks(text, text.indexOf("{") + 1);
  while (text[at] === '"') {
    const keyEnd = endOfString(text, at);
    const key: unknown = JSON.parse(text.slice(at, keyEnd));
    const start = skipBlanks(text, text.indexOf(":", keyEnd) + 1);
    const end = endOfValue(text, start);
    members.push({ key: String(key), source: text.slice(start, end) });
    const comma = skipBlanks(text, end);
    at = skipBlanks(text, comma + 1);
  }
  return members;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && " \t\n\r".includes(text.charAt(at))) at += 1;
  return at;
}

/** The end of the string that begins here. */
function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

/** The end of the value that begins here. */
function endOfValue(text: string, from: number): number {
  let depth = 0;
  let at = from;
  for (;;) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === "{" || character === "[") {
      depth += 1;
      at += 1;
    } else if (character === "}" || character === "]") {
      if (depth === 0) return at;
      depth -= 1;
      at += 1;
    } else if (depth === 0 && (character === "," || isBlank(character))) return at;
    else at += 1;
    if (depth === 0 && (character === '"' || character === "}" || character === "]")) return at;
  }
}

function isBlank(character: string | undefined): boolean {
  return character === undefined || " \t\n\r".includes(character);
}
