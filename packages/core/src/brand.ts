/**
 * Marks that survive two installed copies of this package in one process, where `instanceof`
 * does not: a property under a `Symbol.for` key, not enumerable, so that it is never printed,
 * spread or serialised.
 */
export type BrandName =
  | "error"
  | "cause"
  | "secret"
  | "schema"
  | "component"
  | "secretsManager"
  | "builtIn";

const key = (name: BrandName): symbol => Symbol.for(`keykist.${name}`);

/** Puts a brand, with an optional payload, on an object or a prototype. */
export function setBrand(target: object, name: BrandName, payload: unknown = true): void {
  Object.defineProperty(target, key(name), { value: payload });
}

/** The payload of a brand, or `undefined` where the value does not carry it. */
export function readBrand(value: unknown, name: BrandName): unknown {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  return isObject ? Reflect.get(value, key(name)) : undefined;
}

export function hasBrand(value: unknown, name: BrandName): boolean {
  return readBrand(value, name) !== undefined;
}
