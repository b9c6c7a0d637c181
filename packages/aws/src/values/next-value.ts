import type { Entries } from "@keykist/core";
import { encodeEntries, jsonObject, type SecretValue } from "./entries.ts";
import { encodeInto, holdsForeign } from "./kept-json.ts";
import { nonce, NONCE_BYTES, withoutNonce } from "./nonce.ts";

/** The longest value that AWS keeps: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
export const MAXIMUM_BYTES = 65_536;

/** The value of a version that is to be made. */
export interface NextValue extends SecretValue {
  /** Whether it holds what keykist does not write by itself. */
  readonly holdsForeign: boolean;
  /**
   * Whether white space can be added, which makes each attempt's bytes its own. To a plain text, which other programs
   * read as it is, nothing can be added.
   */
  readonly isJson: boolean;
}

/** The value of new entries, where nothing of another writer is to be kept. */
export function plainValue(entries: Entries): NextValue {
  return { SecretString: encodeEntries(entries), isJson: true, holdsForeign: false };
}

/** The value of new entries in place of a value that another writer has made, at least in part. */
export function mergedValue(entries: Entries, before: SecretValue): NextValue {
  const SecretString = encodeInto(entries, before);
  // Said by what is replaced, which all who replace it have read: they have to agree on the id of the next version.
  return { SecretString, isJson: true, holdsForeign: holdsForeign(before) };
}

/** The same value again: for programs that read it without keykist, nothing is changed. */
export function copiedValue(
  { SecretString: text, SecretBinary }: SecretValue,
  { isOwn, mayHoldForeign }: { readonly isOwn: boolean; readonly mayHoldForeign: boolean },
): NextValue {
  if (text === undefined) return { SecretBinary, isJson: false, holdsForeign: false };
  const isObject = jsonObject(text) !== undefined;
  const SecretString = isObject && isOwn ? withoutNonce(text) : text;
  return {
    SecretString,
    isJson: isObject && Buffer.byteLength(SecretString) + NONCE_BYTES <= MAXIMUM_BYTES,
    holdsForeign: mayHoldForeign && holdsForeign({ SecretString }),
  };
}

/** A value as one attempt writes it. */
export function attemptedValue({
  SecretString: text,
  SecretBinary,
  isJson,
}: NextValue): SecretValue {
  if (text === undefined) return { SecretBinary };
  return { SecretString: isJson ? text + nonce() : text };
}
