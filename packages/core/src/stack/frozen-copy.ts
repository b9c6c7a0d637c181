import { copyJsonLike } from "../references/json-like.ts";

/** A copy whose arrays and plain objects are frozen, however deep. The original stays as it is. */
export function frozenCopy<Value>(value: Value): Value {
  return copyJsonLike(value, { finish: (copy) => Object.freeze(copy) });
}
