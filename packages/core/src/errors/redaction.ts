/**
 * Looks for pieces of secret values in a text that someone else wrote, such as the message of an
 * SDK's error. Used on failure paths only.
 */

/** A piece this long gives a value away; shorter values are looked for whole. */
const PIECE = 8;
const MAXIMUM_TEXT = 4096;
const MAXIMUM_VALUES = 65_536;

/** What base64 leaves of a short value that does not begin with a group of three bytes may be a letter or two: they stand everywhere. */
const SHORTEST_PART = 4;

/** The forms in which requests, logs and shells carry a value. */
function forms(value: string): string[] {
  const bytes = Buffer.from(value, "utf8");
  // base64 depends on where in a group of three bytes the value begins, and is exact but at its edges.
  const base64 = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .replaceAll("=", "");
    const part = text.slice(4);
    return offset === 0 ? text : part.length < SHORTEST_PART ? "" : part;
  });
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value.toWellFormed()),
    bytes.toString("hex"),
    ...base64,
    ...base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
  ];
}

function mentions(text: string, form: string): boolean {
  if (form === "") return false;
  if (form.length <= PIECE) return text.includes(form);
  for (let start = 0; start + PIECE <= text.length; start += 1) {
    if (form.includes(text.slice(start, start + PIECE))) return true;
  }
  return false;
}

/**
 * Reports whether a text of keykist's own code holds a short value where a value would stand: in quotes or behind a sign.
 * Anywhere else it is a piece of a sentence, which reveals nothing.
 */
function quotes(text: string, form: string): boolean {
  if (form === "") return false;
  for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, at + 1)) {
    const before = text.slice(0, at).trimEnd().at(-1) ?? "";
    const behind = text.charAt(at + form.length);
    const begins = "\"'`=:([{<".includes(before) && before !== "";
    if (begins && !/[\p{L}\p{N}]/u.test(behind)) return true;
  }
  return false;
}

/** Who wrote a text. A sentence of keykist's own code is not mistaken for a short value. */
export type Wording = "foreign" | "own";

/** Tells whether a text holds one of the values, or a piece of one, plain or in a common encoding. */
export type ValueSearch = (text: string, wording?: Wording) => boolean;

/**
 * A search for values. What would take long, a long text or many values, is not searched: it is
 * called a leak, and whatever it is about is dropped.
 */
export function valueSearch(values: readonly string[]): ValueSearch {
  const size = values.reduce((sum, value) => sum + value.length, 0);
  if (size > MAXIMUM_VALUES) return () => true;
  let known: readonly string[] | undefined;
  return (text, wording = "foreign") => {
    if (text.length > MAXIMUM_TEXT) return true;
    known ??= [...new Set(values.flatMap((value) => forms(value)))];
    const folded = text.toLowerCase();
    return known.some((form) => {
      const isOwn = wording === "own" && form.length < PIECE;
      const find = isOwn ? quotes : mentions;
      return find(text, form) || find(folded, form.toLowerCase());
    });
  };
}
