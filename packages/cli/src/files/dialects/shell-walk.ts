import { ansiCharacter } from "./ansi-c-quotes.ts";
import { lineNumbers } from "./line-numbers.ts";
import { type Assignment, type Loss, REASONS } from "./reading.ts";

/** What a shell would do with a word, and kist does not. */
class NotLiteral extends Error {
  override readonly name = "NotLiteral";
}

const RUNS = "a shell would run it as a command";
const UNREADABLE = "a shell cannot read it, and stops";
const UNCLOSED = "its quote is never closed";
const EXPANDS = "a shell would put something in its place that the file does not say";

/** Characters that end a word, or that mean something to a shell where no quotes hold them. */
const END = /[\t\n ;]/;
const SPECIAL = /[&|<>()`]/;
/** What makes of a `$` an expansion. */
const EXPANSION = /[\w*@#?!${('"-]/;

/** Follows the grammar of bash through a file that should be all assignments. */
export class ShellWalk {
  readonly assignments: Assignment[] = [];
  readonly losses: Loss[] = [];
  readonly #text: string;
  readonly #lineOf: (position: number) => number;
  readonly #values = new Map<string, string>();
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#lineOf = lineNumbers(text);
  }

  run(): void {
    while (this.#at < this.#text.length) {
      const start = this.#at;
      try {
        this.#commands();
      } catch (error) {
        if (!(error instanceof NotLiteral)) throw error;
        this.losses.push({ line: this.#lineOf(start), reason: error.message });
        this.#skipRest(error.message);
      }
    }
  }

  /** The commands of one line, which a shell reads whole before it runs any of them. */
  #commands(): void {
    const given: Assignment[] = [];
    for (;;) {
      const isEmpty = this.#command(given);
      const end = this.#text.charAt(this.#at);
      this.#at += 1;
      if (end !== ";") break;
      if (isEmpty) throw new NotLiteral(UNREADABLE);
    }
    this.assignments.push(...given);
    for (const { key, value } of given) this.#values.set(key, value);
  }

  /** One command, up to the newline or semicolon that ends it. Returns whether there is none. */
  #command(given: Assignment[]): boolean {
    this.#skipBlanks();
    const begins = this.#at;
    const isExport = /^export(?=[\t\n ;]|$)/.test(this.#text.slice(begins, begins + 7));
    if (isExport) this.#at += "export".length;
    let isEmpty = !isExport;
    for (;;) {
      this.#skipBlanks();
      if (this.#text.charAt(this.#at) === "#") this.#skipNote(begins);
      if (this.#at >= this.#text.length || /[\n;]/.test(this.#text.charAt(this.#at)))
        return isEmpty;
      // A command of a carriage return only, which is not found: the end of an empty line of Windows.
      const isEmptyLine = /^(?:^|\n)\r(?:\n|$)/.test(
        this.#text.slice(Math.max(0, this.#at - 1), this.#at + 2),
      );
      if (isEmptyLine) this.#at += 1;
      else this.#word(isExport, given);
      isEmpty = false;
    }
  }

  #word(isExport: boolean, given: Assignment[]): void {
    const start = this.#at;
    const [name] = /^[A-Za-z_]\w*/.exec(this.#text.slice(start, start + 200)) ?? [""];
    const behind = this.#text.charAt(start + name.length);
    // `export NAME` marks what an earlier line has set. Behind an assignment, it is rather a piece of a value.
    if (
      isExport &&
      given.length === 0 &&
      name !== "" &&
      (behind === "" || END.test(behind) || behind === "\r")
    ) {
      this.#at += name.length;
      return;
    }
    if (name === "" || behind !== "=") throw new NotLiteral(RUNS);
    this.#at = start + name.length + 1;
    const value = this.#value(isExport, given);
    given.push({ key: name, value, line: this.#lineOf(start) });
  }

  #value(isExport: boolean, given: readonly Assignment[]): string {
    let value = "";
    const begins = this.#at;
    while (this.#at < this.#text.length && !END.test(this.#text.charAt(this.#at))) {
      const character = this.#text.charAt(this.#at);
      const before = this.#text.charAt(this.#at - 1);
      if (character === "\0") throw new NotLiteral("it holds a NUL, which a shell drops");
      if (SPECIAL.test(character) || (isExport && character === "{")) {
        throw new NotLiteral(character === "`" ? EXPANDS : RUNS);
      }
      if (character === "~" && (this.#at === begins || before === ":")) {
        throw new NotLiteral("a shell would put the home folder in the place of its ~");
      }
      if (character === "'") value += this.#singleQuoted();
      else if (character === '"') value += this.#doubleQuoted(given);
      else if (character === "\\") value += this.#escaped();
      else if (character === "$") value += this.#dollar(given, true);
      else {
        value += character;
        this.#at += 1;
      }
    }
    return value;
  }

  #singleQuoted(): string {
    const closing = this.#text.indexOf("'", this.#at + 1);
    if (closing === -1) throw new NotLiteral(UNCLOSED);
    const inner = this.#text.slice(this.#at + 1, closing);
    if (inner.includes("\0")) throw new NotLiteral("it holds a NUL, which a shell drops");
    this.#at = closing + 1;
    return inner;
  }

  #doubleQuoted(given: readonly Assignment[]): string {
    let value = "";
    this.#at += 1;
    for (;;) {
      const character = this.#text.charAt(this.#at);
      if (character === "") throw new NotLiteral(UNCLOSED);
      if (character === '"') break;
      if (character === "\0") throw new NotLiteral("it holds a NUL, which a shell drops");
      if (character === "`") throw new NotLiteral(EXPANDS);
      if (character === "$") value += this.#dollar(given, false);
      else if (character === "\\") value += this.#escapedInQuotes();
      else {
        value += character;
        this.#at += 1;
      }
    }
    this.#at += 1;
    return value;
  }

  /** A backslash outside of quotes: what follows stands for itself, and a newline for nothing. */
  #escaped(): string {
    const next = this.#text.charAt(this.#at + 1);
    this.#at += 2;
    // What bash makes of a backslash at the end of a file depends on what came before.
    if (next === "") throw new NotLiteral(REASONS.continued);
    return next === "\n" ? "" : this.#codePoint(this.#at - 1);
  }

  /** Takes a whole character, which may be two units. */
  #codePoint(position: number): string {
    const character = String.fromCodePoint(this.#text.codePointAt(position) ?? 0);
    this.#at = position + character.length;
    return character;
  }

  #escapedInQuotes(): string {
    const next = this.#text.charAt(this.#at + 1);
    if (next === "\n") {
      this.#at += 2;
      return "";
    }
    if (next !== "" && '$`"\\'.includes(next)) {
      this.#at += 2;
      return next;
    }
    this.#at += 1;
    return "\\";
  }

  /** A dollar sign: itself, a quoted string of escapes, or the value of an earlier line. */
  #dollar(given: readonly Assignment[], mayQuote: boolean): string {
    const next = this.#text.charAt(this.#at + 1);
    if (next === "'" && mayQuote) return this.#ansiQuoted();
    const isQuote = next === "'" || next === '"';
    if (!EXPANSION.test(next) || (isQuote && !mayQuote)) {
      this.#at += 1;
      return "$";
    }
    const [whole, braced, bare] =
      /^\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/.exec(this.#text.slice(this.#at, this.#at + 200)) ??
      [];
    const name = braced ?? bare;
    // A command of several assignments makes them one after the other.
    const value = given.findLast(({ key }) => key === name)?.value ?? this.#values.get(name ?? "");
    if (whole === undefined || value === undefined) throw new NotLiteral(EXPANDS);
    this.#at += whole.length;
    return value;
  }

  #ansiQuoted(): string {
    this.#at += 2;
    let value = "";
    for (;;) {
      const character = this.#text.charAt(this.#at);
      if (character === "") throw new NotLiteral(UNCLOSED);
      if (character === "'") break;
      if (character === "\\") {
        const escape = ansiCharacter(this.#text, this.#at);
        if (escape === undefined) throw new NotLiteral("kist does not know an escape in its $'…'");
        value += escape.character;
        this.#at += escape.length;
      } else {
        value += character;
        this.#at += 1;
      }
    }
    this.#at += 1;
    return value;
  }

  #skipBlanks(): void {
    for (;;) {
      if (/[\t ]/.test(this.#text.charAt(this.#at))) this.#at += 1;
      else if (this.#text.startsWith("\\\n", this.#at)) this.#at += 2;
      else return;
    }
  }

  /** Skips a note. Behind a sign, `# note` is one, and `#ff0000` rather a value. */
  #skipNote(commandBegins: number): void {
    const before = this.#text.slice(commandBegins, this.#at);
    if (/=[\t ]+$/.test(before) && !/^#\s/.test(this.#text.slice(this.#at, this.#at + 2))) {
      this.losses.push({ line: this.#lineOf(this.#at), reason: REASONS.hash });
    }
    this.#skipToNewline();
  }

  #skipToNewline(): void {
    const newline = this.#text.indexOf("\n", this.#at);
    this.#at = newline === -1 ? this.#text.length : newline;
  }

  /** Goes on at the line behind what was not taken. What no shell can read ends its reading. */
  #skipRest(reason: string): void {
    if (reason === UNCLOSED || reason === UNREADABLE) {
      this.#at = this.#text.length;
      return;
    }
    this.#skipToNewline();
    this.#at += 1;
  }
}
