import { KeykistError } from "../errors/keykist-error.ts";

/** Where a value stands in a JSON-like value: the keys and indexes that lead to it. */
export type ValuePath = readonly (string | number)[];

/** Deeper than any configuration, shallower than the call stack. */
const MAXIMUM_DEPTH = 500;

/** Reports whether a value is `{…}`: an object without a class, of this realm or another. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** A path as people write it: `servers[0].host`. */
export function pathText(path: ValuePath): string {
  const text = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
  return text.startsWith(".") ? text.slice(1) : text;
}

/** What becomes of the parts of a value that is copied. */
export interface CopyRules {
  /**
   * What stands in the copy for a value that is neither array nor plain object: something of the
   * same type. Default: the value itself.
   */
  readonly leaf?: ((value: unknown, path: ValuePath) => unknown) | undefined;
  /** Called with each finished array and object of the copy, the inner ones first. */
  readonly finish?: ((copy: object, path: ValuePath) => void) | undefined;
}

/**
 * Copies a JSON-like value: arrays and plain objects, with or without a prototype. Everything else
 * is a leaf and is not looked into. Own enumerable properties only; `__proto__` is a key like any other.
 *
 * @throws KeykistError `INVALID_CONFIG` where the value contains itself, or is more than 500 levels deep
 */
// The overload states what the compiler cannot follow: the copy has the structure of the value, and
// rules put nothing of another type in the place of a leaf.
export function copyJsonLike<Value>(value: Value, rules?: CopyRules): Value;
export function copyJsonLike(value: unknown, rules: CopyRules = {}): unknown {
  const ancestors = new Set<unknown>();

  function copyOf(source: unknown, path: ValuePath): unknown {
    if (!Array.isArray(source) && !isPlainObject(source)) {
      return rules.leaf === undefined ? source : rules.leaf(source, path);
    }
    if (ancestors.has(source)) throw notJsonLike(path, "contains itself");
    if (ancestors.size >= MAXIMUM_DEPTH) throw notJsonLike([], "nested too deeply");
    ancestors.add(source);
    const copy = Array.isArray(source)
      ? source.map((item, index) => copyOf(item, [...path, index]))
      : copyOfObject(source, path);
    ancestors.delete(source);
    rules.finish?.(copy, path);
    return copy;
  }

  function copyOfObject(source: Readonly<Record<string, unknown>>, path: ValuePath): object {
    const copy: object = Object.getPrototypeOf(source) === null ? { __proto__: null } : {};
    for (const [key, item] of Object.entries(source)) {
      // Defined, not assigned: an assignment to `__proto__` would change the prototype.
      Object.defineProperty(copy, key, {
        value: copyOf(item, [...path, key]),
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }
    return copy;
  }

  return copyOf(value, []);
}

function notJsonLike(path: ValuePath, problem: string): KeykistError {
  return new KeykistError("INVALID_CONFIG", `the value cannot be read as JSON: ${problem}`, {
    issues: [{ key: pathText(path) || "(value)", problem }],
    hint: "use strings, numbers, booleans, null, arrays and plain objects",
  });
}
