/**
 * Looks for pieces of secret values in a text that somebody else wrote, such as the message of an
 * SDK's error. Used on failure paths only.
 */

/** A piece this long gives a value away; shorter values are looked for whole. */
const PIECE = 8;
const MAXIMUM_TEXT = 4096;

/** The forms in which requests, logs and shells carry a value. */
function forms(value: string): string[] {
  const bytes = Buffer.from(value, "utf8");
  // base64 depends on where in a group of three bytes the value begins, and is exact but at its edges.
  const base64 = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .replaceAll("=", "");
    return offset === 0 ? text : text.slice(4);
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

/** Whether a text holds one of the values, or a piece of one, plain or in a common encoding. */
export function mentionsValue(text: string, values: Iterable<string>): boolean {
  // Past this length nobody reads a message, and the search would be long: called a leak, and dropped.
  if (text.length > MAXIMUM_TEXT) return true;
  const folded = text.toLowerCase();
  for (const value of values) {
    for (const form of forms(value)) {
      if (mentions(text, form) || mentions(folded, form.toLowerCase())) return true;
    }
  }
  return false;
}
