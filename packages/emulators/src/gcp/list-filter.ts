import { invalidArgument } from "./gcp-error.ts";

/** What a filter can ask of a resource: the text of a field, or `undefined` where it has none. */
export type FieldReader = (path: string) => FieldValue | undefined;

export type FieldValue =
  /** Text; `:` asks whether it contains, case set aside. */
  | { readonly kind: "text"; readonly text: string }
  /** Milliseconds since the Unix epoch. */
  | { readonly kind: "time"; readonly time: number }
  /** Something that is there or not. */
  | { readonly kind: "presence"; readonly isThere: boolean };

/** Whether a resource passes. */
export type Filter = (read: FieldReader) => boolean;

const TOKEN =
  /\s*(?:(?<quoted>"(?:[^"\\]|\\.)*")|(?<sign>\(|\)|<=|>=|!=|[<>=:])|(?<word>[^\s()<>=!:"]+))/y;
const COMPARISONS: ReadonlySet<string> = new Set(["=", "!=", ":", "<", "<=", ">", ">="]);

/**
 * Reads a filter of the list calls: comparisons, joined by AND, OR, NOT and parentheses. `OR` binds tighter than
 * `AND`, and what only stands side by side is joined by `AND`, as in all list calls of Google's APIs (AIP-160).
 *
 * @throws GcpError `INVALID_ARGUMENT`, where it is not one, or needs a field that is not modelled
 */
export function parseFilter(text: string): Filter {
  return new FilterParser(tokens(text)).parse();
}

interface Token {
  readonly text: string;
  readonly isQuoted: boolean;
}

function tokens(text: string): readonly Token[] {
  const found: Token[] = [];
  // A value may hold what would be a sign elsewhere: 2026-01-01T00:00:00Z.
  const value = /\s*(?<value>[^\s()"]+)/y;
  let at = 0;
  while (text.slice(at).trim() !== "") {
    const pattern = isComparison(found.at(-1)) && !/^\s*"/.test(text.slice(at)) ? value : TOKEN;
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) throw malformed(text.slice(at));
    const { quoted, sign, word, value: bare } = match.groups ?? {};
    found.push(
      quoted === undefined
        ? { text: sign ?? word ?? bare ?? "", isQuoted: false }
        : { text: quoted.slice(1, -1).replaceAll(/\\(.)/g, "$1"), isQuoted: true },
    );
    at = pattern.lastIndex;
  }
  return found;
}

function isComparison(token: Token | undefined): boolean {
  return token !== undefined && !token.isQuoted && COMPARISONS.has(token.text);
}

class FilterParser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(found: readonly Token[]) {
    this.#tokens = found;
  }

  parse(): Filter {
    const filter = this.#conjunction();
    const rest = this.#peek();
    if (rest !== undefined) throw malformed(rest.text);
    return filter;
  }

  #conjunction(): Filter {
    const parts = [this.#disjunction()];
    for (;;) {
      if (!this.#take("AND") && !this.#beginsTerm()) break;
      parts.push(this.#disjunction());
    }
    return (read) => parts.every((part) => part(read));
  }

  #disjunction(): Filter {
    const parts = [this.#term()];
    while (this.#take("OR")) parts.push(this.#term());
    return (read) => parts.some((part) => part(read));
  }

  #term(): Filter {
    if (this.#take("NOT")) {
      const negated = this.#term();
      return (read) => !negated(read);
    }
    if (this.#take("(")) {
      const inner = this.#conjunction();
      if (!this.#take(")")) throw malformed("( without )");
      return inner;
    }
    const [field, sign, value] = [this.#next(), this.#next(), this.#next()];
    if (!isComparison(sign)) throw malformed(field.text);
    const [path, negates] = field.text.startsWith("-")
      ? [field.text.slice(1), true]
      : [field.text, false];
    const comparison = compare(path, sign.text, value);
    return negates ? (read) => !comparison(read) : comparison;
  }

  #beginsTerm(): boolean {
    const token = this.#peek();
    return token !== undefined && (token.isQuoted || (token.text !== ")" && token.text !== "OR"));
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#at];
  }

  #next(): Token {
    const token = this.#peek();
    if (token === undefined) throw malformed("its end");
    this.#at += 1;
    return token;
  }

  #take(text: string): boolean {
    const token = this.#peek();
    const isIt = token !== undefined && !token.isQuoted && token.text === text;
    if (isIt) this.#at += 1;
    return isIt;
  }
}

function compare(path: string, sign: string, { text, isQuoted }: Token): Filter {
  if (sign === ":" && text === "*" && !isQuoted)
    return (read) => {
      const value = read(path);
      return value !== undefined && (value.kind !== "presence" || value.isThere);
    };
  return (read) => {
    const value = read(path);
    if (value === undefined) return sign === "!=";
    switch (value.kind) {
      case "text":
        return compareText(sign, value.text, text);
      case "time":
        return compareTime(sign, value.time, text);
      case "presence":
        throw invalidArgument(`Field ${JSON.stringify(path)} can only be asked for with ":*".`);
    }
  };
}

function compareText(sign: string, actual: string, wanted: string): boolean {
  switch (sign) {
    case "=":
      return actual === wanted;
    case "!=":
      return actual !== wanted;
    case ":":
      return actual.toLowerCase().includes(wanted.toLowerCase());
    default:
      throw invalidArgument(`Text cannot be compared by ${sign}.`);
  }
}

function compareTime(sign: string, actual: number, wanted: string): boolean {
  const time = Date.parse(wanted);
  if (Number.isNaN(time)) throw invalidArgument(`${JSON.stringify(wanted)} is not a time.`);
  switch (sign) {
    case "=":
      return actual === time;
    case "!=":
      return actual !== time;
    case "<":
      return actual < time;
    case "<=":
      return actual <= time;
    case ">":
      return actual > time;
    case ">=":
      return actual >= time;
    default:
      throw invalidArgument("A time is compared by =, !=, <, <=, > or >=.");
  }
}

function malformed(where: string): Error {
  return invalidArgument(`Invalid filter, at ${JSON.stringify(where)}.`);
}
