import { ServiceError } from "./service-error.ts";
import type { StoredValue } from "./stored-secret.ts";

/** "Length of a secret: 65,536 bytes", for text and for bytes. */
export const MAXIMUM_VALUE_BYTES = 65_536;

interface GivenValue {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: Uint8Array | undefined;
}

/**
 * The value that a request gives, if it gives one.
 *
 * @throws ServiceError `InvalidParameterException` for two values, `ValidationException` for one that is too large
 */
export function givenValue({ SecretString, SecretBinary }: GivenValue): StoredValue | undefined {
  if (SecretString !== undefined && SecretBinary !== undefined)
    throw new ServiceError(
      "InvalidParameterException",
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    );
  if (SecretString !== undefined) {
    checkSize("secretString", Buffer.byteLength(SecretString));
    return { kind: "text", text: SecretString };
  }
  if (SecretBinary !== undefined) {
    checkSize("secretBinary", SecretBinary.byteLength);
    return { kind: "bytes", bytes: Uint8Array.from(SecretBinary) };
  }
  return undefined;
}

export function isSameValue(one: StoredValue, other: StoredValue): boolean {
  if (one.kind === "text") return other.kind === "text" && one.text === other.text;
  return other.kind === "bytes" && Buffer.compare(one.bytes, other.bytes) === 0;
}

/** A value as answers show it. */
export function shownValue(
  value: StoredValue,
): { SecretString: string } | { SecretBinary: Uint8Array } {
  if (value.kind === "text") return { SecretString: value.text };
  return { SecretBinary: Uint8Array.from(value.bytes) };
}

function checkSize(member: string, size: number): void {
  if (size < 1 || size > MAXIMUM_VALUE_BYTES)
    throw new ServiceError(
      "ValidationException",
      `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length between 1 and ${MAXIMUM_VALUE_BYTES}`,
    );
}
