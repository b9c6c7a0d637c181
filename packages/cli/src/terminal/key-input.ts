/** What a person did at a keyboard. */
export type KeyEvent =
  | { readonly kind: "text" | "paste"; readonly text: string }
  /** A newline that more follows at once: it was pasted, not typed. */
  | { readonly kind: "newline" }
  | { readonly kind: "enter" | "erase" | "erase-word" | "erase-all" | "cancel" | "suspend" };

const PASTE_BEGINS = "\u001B[200~";
const PASTE_ENDS = "\u001B[201~";

const ESCAPE = "\u001B";
/** What follows the escape in the sequence of a key: CSI, SS3, or a key with Alt. */
const SEQUENCE = /^(?:\[[0-?]*[ -/]*[@-~]|O[\s\S]|[^[O])/;

const KEYS: ReadonlyMap<string, Exclude<KeyEvent["kind"], "text" | "paste" | "newline">> = new Map([
  ["\u0003", "cancel"], // ctrl-C
  ["\u0004", "cancel"], // ctrl-D
  ["\u001C", "cancel"], // ctrl-\
  ["\u001A", "suspend"], // ctrl-Z
  ["\u007F", "erase"],
  ["\b", "erase"],
  ["\u0017", "erase-word"], // ctrl-W
  ["\u0015", "erase-all"], // ctrl-U
] as const);

/** Takes apart what a terminal in raw mode sends. */
export class KeyInput {
  #pasted: string | undefined;
  /** A sequence whose end is still to come. */
  #pending = "";

  /** Returns what the next characters mean. */
  feed(chunk: string): readonly KeyEvent[] {
    const events: KeyEvent[] = [];
    let rest = this.#pending + chunk;
    this.#pending = "";
    while (rest !== "") {
      if (this.#pasted === undefined) rest = this.#key(rest, events);
      else rest = this.#paste(rest, events);
    }
    return events;
  }

  #paste(data: string, events: KeyEvent[]): string {
    const text = `${this.#pasted ?? ""}${data}`;
    const end = text.indexOf(PASTE_ENDS);
    if (end === -1) {
      this.#pasted = text;
      return "";
    }
    events.push({ kind: "paste", text: withNewlines(text.slice(0, end)) });
    this.#pasted = undefined;
    return text.slice(end + PASTE_ENDS.length);
  }

  #key(data: string, events: KeyEvent[]): string {
    if (data.startsWith(PASTE_BEGINS)) {
      this.#pasted = "";
      return data.slice(PASTE_BEGINS.length);
    }
    const [first = ""] = data;
    if (first === ESCAPE) {
      const behind = data.slice(ESCAPE.length);
      const [sequence] = SEQUENCE.exec(behind) ?? [];
      if (sequence !== undefined) return behind.slice(sequence.length);
      this.#pending = data;
      return "";
    }
    const [newline] = /^(?:\r\n?|\n)/.exec(data) ?? [];
    if (newline !== undefined) {
      const rest = data.slice(newline.length);
      events.push({ kind: rest === "" ? "enter" : "newline" });
      return rest;
    }
    const kind = KEYS.get(first);
    if (kind !== undefined) events.push({ kind });
    // A key with ctrl that means nothing here is no character. A tab is one, which a value may hold.
    else if (first === "\t" || first >= " ") events.push({ kind: "text", text: first });
    return data.slice(first.length);
  }
}

/** A terminal sends a carriage return for each newline that is pasted, or both. */
function withNewlines(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n");
}
