import { isPlainObject } from "../references/json-like.ts";

function bytes({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

type Fields = Readonly<Record<string, unknown>>;

function sameFields(one: Fields, other: Fields): boolean {
  const set = (fields: Fields): string[] =>
    Object.keys(fields).filter((key) => fields[key] !== undefined);
  return (
    set(one).length === set(other).length &&
    set(one).every((key) => Object.hasOwn(other, key) && sameValue(one[key], other[key]))
  );
}

/**
 * Reports whether a value that was stored and read again is still the same to its reader. In objects a field
 * that is `undefined` counts as absent; for bytes the class (`Buffer`, `Uint8Array`) does not count.
 */
export function sameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && other.every((item, at) => sameValue(one[at], item));
  }
  if (ArrayBuffer.isView(one) && ArrayBuffer.isView(other)) return bytes(one).equals(bytes(other));
  if (isPlainObject(one) && isPlainObject(other)) return sameFields(one, other);
  // Not imported: as a module, all that node:util can do is loaded, which is a good part of what core's import costs.
  return process.getBuiltinModule("node:util").isDeepStrictEqual(one, other);
}
