/** JSON's white space: two bits each. */
const BLANKS = " \t\n\r";
const RANDOM_BYTES = 8;

/** The bytes of a nonce. */
export const NONCE_BYTES: number = RANDOM_BYTES * 4;

/** A nonce at the end of a text. */
const AT_END = new RegExp(`[${BLANKS}]{${NONCE_BYTES}}$`, "u");

/**
 * White space that means nothing in JSON. AWS takes the same value under the same token for the same write:
 * with it no two writes have the same bytes, and none takes another's success for its own.
 */
export function nonce(): string {
  let text = "";
  for (const byte of crypto.getRandomValues(new Uint8Array(RANDOM_BYTES))) {
    for (let shift = 0; shift < 8; shift += 2) text += BLANKS.charAt((byte >> shift) & 3);
  }
  return text;
}

/** A text that keykist has stored, without its nonce. */
export function withoutNonce(text: string): string {
  return text.replace(AT_END, "");
}
