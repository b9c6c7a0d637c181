/** The escapes of `$'…'` that stand for one character each. */
const SINGLE: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  e: "\u001B",
  E: "\u001B",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "?": "?",
};

/**
 * The character that an escape in bash's `$'…'` stands for, and how long the escape is; `undefined` for one whose bytes
 * need not be text, such as `\xff`.
 */
export function ansiCharacter(
  text: string,
  position: number,
): { readonly character: string; readonly length: number } | undefined {
  const single = SINGLE[text.charAt(position + 1)];
  if (single !== undefined) return { character: single, length: 2 };
  const numbered =
    /^\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8}))/.exec(
      text.slice(position, position + 10),
    );
  if (numbered === null) return undefined;
  const [whole, octal, hex, short, long] = numbered;
  const isByte = octal !== undefined || hex !== undefined;
  const code =
    octal === undefined
      ? Number.parseInt(hex ?? short ?? long ?? "", 16)
      : Number.parseInt(octal, 8);
  const isText =
    code > 0 && (isByte ? code < 0x80 : code <= 0x10_ff_ff && (code < 0xd800 || code > 0xdfff));
  return isText ? { character: String.fromCodePoint(code), length: whole.length } : undefined;
}
