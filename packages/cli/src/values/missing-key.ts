import { isSecretKey, KeykistError } from "@keykist/core";
import { didYouMean, nearest } from "../nearest.ts";

/** The error for a key that a secret does not have. What is no key is not quoted: it may be a value. */
export function missingKey(secret: string, key: string, keys: readonly string[]): KeykistError {
  const what = isSecretKey(key) ? `no key ${JSON.stringify(key)}` : "no such key";
  return new KeykistError("SECRET_NOT_FOUND", `the secret ${JSON.stringify(secret)} has ${what}`, {
    secret,
    hint: hintOf(key, keys),
  });
}

function hintOf(key: string, keys: readonly string[]): string {
  if (keys.length === 0) return "it has no keys";
  const near = nearest(key, keys);
  return near.length > 0 ? didYouMean(near) : `its keys are: ${keys.join(", ")}`;
}
