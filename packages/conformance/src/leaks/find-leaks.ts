import { encodings, LEAK_FORMS, type LeakForm } from "./encodings.ts";

/** Where a text holds a value, or a piece of one. */
export interface Leak {
  /** How the value is written there. */
  readonly form: LeakForm;
  /** Where in the text it begins. */
  readonly at: number;
  /** How many characters of the text give it away. */
  readonly length: number;
}

/** So many characters of a value, in any form, are called a leak; a value that is shorter is looked for whole. */
export const LEAK_PIECE = 8;

/**
 * Looks in a text for pieces of secret values: plain, in base64 (in all three alignments, also for URLs),
 * hex, URL, JSON, shell and HTML escapes, and as `util.inspect` writes them. For tests: made to
 * miss nothing rather than to be quick. What it answers holds no value, and is safe to print.
 *
 * @example
 * ```ts
 * assert.deepEqual(findLeaks(stderr, [password]), []);
 * ```
 */
export function findLeaks(text: string, values: Iterable<string>): Leak[] {
  return leakSearch(values)(text);
}

/** The same search for many texts: the forms of the values are worked out once. */
export function leakSearch(values: Iterable<string>): (text: string) => Leak[] {
  const searched = searchedFor(values);
  return (text) => leaksIn(text, searched);
}

function leaksIn(text: string, { pieces, short }: SearchedFor): Leak[] {
  const leaks: Leak[] = [];
  for (let at = 0; at + LEAK_PIECE <= text.length; at += 1) {
    const form = pieces.get(text.slice(at, at + LEAK_PIECE));
    if (form === undefined) continue;
    const last = leaks.at(-1);
    if (last?.form === form && at <= last.at + last.length) {
      leaks[leaks.length - 1] = { ...last, length: at + LEAK_PIECE - last.at };
    } else {
      leaks.push({ form, at, length: LEAK_PIECE });
    }
  }
  for (const [piece, form] of short) {
    const at = text.indexOf(piece);
    if (at !== -1) leaks.push({ form, at, length: piece.length });
  }
  return leaks.toSorted((a, b) => a.at - b.at);
}

interface SearchedFor {
  /** Every piece of every form of every value. */
  readonly pieces: ReadonlyMap<string, LeakForm>;
  /** Forms that are shorter than a piece. */
  readonly short: ReadonlyMap<string, LeakForm>;
}

function searchedFor(values: Iterable<string>): SearchedFor {
  const pieces = new Map<string, LeakForm>();
  const short = new Map<string, LeakForm>();
  for (const value of values) {
    for (const form of LEAK_FORMS) {
      for (const text of new Set(encodings[form](value))) {
        // A piece that several forms share goes by the first of them, the plainest.
        if (text !== "" && text.length < LEAK_PIECE && !short.has(text)) short.set(text, form);
        for (let at = 0; at + LEAK_PIECE <= text.length; at += 1) {
          const piece = text.slice(at, at + LEAK_PIECE);
          if (!pieces.has(piece)) pieces.set(piece, form);
        }
      }
    }
  }
  return { pieces, short };
}
