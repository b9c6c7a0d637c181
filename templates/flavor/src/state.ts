/** What is known of a state without its values: the first line of its file. */
export type StateHead =
  | {
      readonly kind: "secret";
      readonly path: string;
      readonly type: string;
      readonly committedAt: Date;
    }
  | { readonly kind: "deleted" };

/** One committed state of a secret. */
export type State =
  | (StateHead & { readonly kind: "secret"; readonly entries: ReadonlyMap<string, string> })
  | { readonly kind: "deleted" };

/** More than the first line of any state. */
export const HEAD_BYTES = 2048;

/** The text of a state's file: a line that says what it is, and a line of keys and values. */
export function stateText(state: State): string {
  if (state.kind === "deleted") return `${JSON.stringify({ kind: "deleted" })}\n[]\n`;
  const { kind, path, type, committedAt, entries } = state;
  return `${JSON.stringify({ kind, path, type, committedAt })}\n${JSON.stringify([...entries])}\n`;
}

/** The state in a file; `undefined` where the text is not whole. */
export function parseState(text: string): State | undefined {
  const head = parseHead(text);
  if (head === undefined || head.kind === "deleted") return head;
  const line = lineOf(text.slice(text.indexOf("\n") + 1));
  const pairs = line === undefined ? undefined : parseJson(line);
  if (!Array.isArray(pairs) || !pairs.every(isEntry)) return undefined;
  return { ...head, entries: new Map(pairs) };
}

/** The first line of a file; `undefined` where it is not whole. */
export function parseHead(text: string): StateHead | undefined {
  const line = lineOf(text);
  const head = line === undefined ? undefined : parseJson(line);
  const field = (name: string): unknown => Reflect.get(Object(head), name);
  const [kind, path, type, committedAt] = ["kind", "path", "type", "committedAt"].map(field);
  if (kind === "deleted") return { kind };
  if (kind !== "secret" || typeof path !== "string" || typeof type !== "string") return undefined;
  if (typeof committedAt !== "string") return undefined;
  return { kind, path, type, committedAt: new Date(committedAt) };
}

/** What stands before the first end of a line; without one, the text was cut. */
function lineOf(text: string): string | undefined {
  const end = text.indexOf("\n");
  return end === -1 ? undefined : text.slice(0, end);
}

function parseJson(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    // What JSON.parse says quotes the text, which may hold values.
    return undefined;
  }
}

function isEntry(pair: unknown): pair is [key: string, value: string] {
  return Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === "string");
}
