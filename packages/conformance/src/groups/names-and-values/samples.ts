import * as fc from "fast-check";
import type { GivenEntries } from "../../given.ts";

const ALPHANUMERIC = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

/** Characters and pieces of values that something on the way has changed before. */
const DELICATE = [
  "\0",
  "\t",
  "\n",
  "\r",
  "\r\n",
  "\u001b[0m",
  "\u007f",
  "\u0085",
  " ",
  "\u00a0",
  "\u00ad",
  "\u200b",
  "\u200f",
  "\u2028",
  "\u2029",
  "\u202e",
  "\ufeff",
  "\uffff",
  "é",
  "e\u0301",
  "ß",
  "İ",
  "😀",
  "👩‍👩‍👧",
  "\u{10ffff}",
  '"',
  "'",
  "`",
  "\\",
  "\\n",
  "\\u0041",
  "%41",
  "%",
  "+",
  "&amp;",
  "<",
  "$HOME",
  "${x}",
  "{{ref.like}}",
  "=",
  "@",
  "#",
  "--",
  ":",
  ",",
  "null",
  "true",
  "1.50",
  "1e5",
] as const;

/** Keys that mean something to JavaScript, to JSON stores, or to a backend's own fields. */
const DELICATE_KEYS = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "prototype",
  "toJSON",
  "then",
  "length",
  "name",
  "type",
  "value",
  "content",
  "keys",
  "head",
  "_",
  "_9",
  "a-",
  "A--b",
  "password",
] as const;

/** Pieces of names that something on the way could take for something else. */
const DELICATE_NAME_PIECES = [
  "/a",
  "/Z9",
  "/0",
  ".",
  "_",
  "-",
  "--",
  "__",
  "..",
  "-AbCdEf",
] as const;

/** Something to put behind the beginning of a name: the whole is a name, whatever is drawn. */
export const nameTails: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...DELICATE_NAME_PIECES), fc.constantFrom(...ALPHANUMERIC)), {
    maxLength: 8,
  })
  .map((pieces) => pieces.join(""));

export const keys: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...DELICATE_KEYS),
  fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,20}$/u),
);

/** Any character of Unicode: the code points but those of surrogates, which come in pairs or not at all. */
const characters: fc.Arbitrary<string> = fc
  .integer({ min: 0, max: 0x10_f7ff })
  .map((index) => String.fromCodePoint(index < 0xd800 ? index : index + 0x800));

export const values: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...DELICATE) },
      { weight: 1, arbitrary: characters },
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(""));

export const entries: fc.Arbitrary<GivenEntries> = fc
  .uniqueArray(fc.tuple(keys, values), { maxLength: 5, selector: ([key]) => key })
  .map((pairs) => entriesOf(pairs));

/** Entries as an object in which `__proto__` is a key like any other. */
export function entriesOf(pairs: Iterable<readonly [string, string]>): GivenEntries {
  return Object.fromEntries(pairs);
}
