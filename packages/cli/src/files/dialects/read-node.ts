import { parseEnv } from "node:util";
import { lineNumbers } from "./line-numbers.ts";
import { type Assignment, type Loss, type Reading, REASONS } from "./reading.ts";

/*
 * `util.parseEnv` decides what a value is. It does not say which lines it dropped, so its grammar is followed here beside
 * it (`Dotenv::ParseContent` in Node's src/node_dotenv.cc). Where a Node reads a key differently, its own value counts,
 * and the line is reported.
 */

const BLANK = /[\t\n ]/;
const QUOTES = "'\"`";

/** Reads a .env file as `node --env-file` does. */
export function readAsNode(text: string): Reading {
  const walk = new NodeWalk(text);
  walk.run();
  const { assignments, losses } = walk;
  return { assignments: confirmed(assignments, text, losses), losses };
}

/** The assignments with the values that this Node gives them. */
function confirmed(
  assignments: readonly Assignment[],
  text: string,
  losses: Loss[],
): readonly Assignment[] {
  const read = parseEnv(text);
  // An object takes no such key, and Node loses it.
  const last = new Map(
    assignments.filter(({ key }) => key !== "__proto__").map((one) => [one.key, one]),
  );
  const real = Object.entries(read);
  if (real.length === last.size && real.every(([key, value]) => last.get(key)?.value === value)) {
    return assignments;
  }
  return real.map(([key, value = ""]): Assignment => {
    const known = last.get(key);
    if (known?.value === value) return known;
    const line = known?.line ?? 1;
    losses.push({
      line,
      reason: `Node ${process.version} reads it in a way that was not foreseen`,
    });
    return { key, value, line };
  });
}

class NodeWalk {
  readonly assignments: Assignment[] = [];
  readonly losses: Loss[] = [];
  readonly #text: string;
  readonly #end: number;
  readonly #lineOf: (position: number) => number;
  #at = 0;

  constructor(original: string) {
    this.#text = original.replaceAll("\r", "");
    this.#lineOf = lineNumbers(this.#text);
    let end = this.#text.length;
    while (end > 0 && BLANK.test(this.#text.charAt(end - 1))) end -= 1;
    this.#end = end;
    for (const [index, line] of original.split("\n").entries()) {
      if (/\r(?!$)/.test(line)) this.#lose(index + 1, REASONS.carriageReturn);
    }
  }

  run(): void {
    this.#skipBlanks();
    while (this.#at < this.#end) {
      const start = this.#at;
      const first = this.#text.charAt(start);
      const newline = this.#newlineFrom(start);
      const sign = this.#text.indexOf("=", start);
      if (first === "\n" || first === "#") this.#at = newline + 1;
      else if (sign === -1 || sign >= newline) this.#skipLine(start, newline);
      else this.#assign(start, sign);
    }
  }

  /** A line without a sign. `export KEY` gives nothing and loses nothing. */
  #skipLine(start: number, newline: number): void {
    const line = this.#text.slice(start, newline).trim();
    if (!/^export\s+[A-Za-z_]\w*(?:\s+#.*)?$/.test(line)) {
      this.#lose(this.#lineOf(start), REASONS.noSign);
    }
    this.#at = newline + 1;
    this.#skipBlanks();
  }

  #assign(start: number, sign: number): void {
    const line = this.#lineOf(start);
    const written = this.#text.slice(start, sign).replaceAll(/^[\t\n ]+|[\t\n ]+$/g, "");
    this.#at = sign + 1;
    // Before a value of nothing, Node keeps `export` as a part of the key.
    if (this.#at >= this.#end || this.#text.charAt(this.#at) === "\n") {
      this.#take(written, "", line);
      this.#at += 1;
      return;
    }
    if (written === "") {
      this.#lose(line, REASONS.noKey);
      return;
    }
    const key = written.replace(/^export [\t\n ]*/, "");
    this.#skipBlanks();
    if (this.#lineOf(this.#at) > this.#lineOf(sign)) this.#lose(line, REASONS.nextLine);
    const quote = this.#text.charAt(this.#at);
    const closing = QUOTES.includes(quote) ? this.#indexOf(quote, this.#at + 1) : -1;
    if (closing === -1) this.#takePlain(key, line);
    else this.#takeQuoted(key, line, closing);
  }

  #takeQuoted(key: string, line: number, closing: number): void {
    const quote = this.#text.charAt(this.#at);
    const inner = this.#text.slice(this.#at + 1, closing);
    const newline = this.#newlineFrom(closing + 1);
    if (!/^\s*(?:\s#.*)?$/.test(this.#text.slice(closing + 1, newline))) {
      this.#lose(this.#lineOf(closing), REASONS.behindQuote);
    }
    this.#take(key, quote === '"' ? inner.replaceAll(String.raw`\n`, "\n") : inner, line);
    this.#at = newline + 1;
  }

  #takePlain(key: string, line: number): void {
    const newline = this.#newlineFrom(this.#at);
    const whole = this.#text.slice(this.#at, newline);
    const isQuoted = QUOTES.includes(whole.charAt(0));
    const hash = isQuoted ? -1 : whole.indexOf("#");
    if (hash > 0 ? !BLANK.test(whole.charAt(hash - 1)) : hash === 0 && !this.#isNote()) {
      this.#lose(this.#lineOf(this.#at), REASONS.hash);
    } else if (whole.endsWith("\\") && hash === -1) {
      this.#lose(this.#lineOf(this.#at), REASONS.continued);
    } else if (/-----BEGIN/.test(whole) && !/-----END/.test(whole)) {
      this.#lose(this.#lineOf(this.#at), REASONS.block);
    }
    const value = hash === -1 ? whole : whole.slice(0, hash);
    this.#take(key, isQuoted ? value : value.replaceAll(/^[\t\n ]+|[\t\n ]+$/g, ""), line);
    this.#at = newline + 1;
  }

  /** Reports whether a `#` that stands where a value would begin begins a note: `KEY= # note`. */
  #isNote(): boolean {
    return (
      BLANK.test(this.#text.charAt(this.#at - 1)) && BLANK.test(this.#text.charAt(this.#at + 1))
    );
  }

  #take(key: string, value: string, line: number): void {
    this.assignments.push({ key, value, line });
  }

  #lose(line: number, reason: string): void {
    this.losses.push({ line, reason });
  }

  #skipBlanks(): void {
    while (this.#at < this.#end && BLANK.test(this.#text.charAt(this.#at))) this.#at += 1;
  }

  #newlineFrom(position: number): number {
    const found = this.#text.indexOf("\n", position);
    return found === -1 || found > this.#end ? this.#end : found;
  }

  #indexOf(text: string, from: number): number {
    const found = this.#text.indexOf(text, from);
    return found >= this.#end ? -1 : found;
  }
}
