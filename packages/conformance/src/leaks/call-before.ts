/** Has a listener called before a method of an object, and answers how to end that. */
export function callBefore(
  target: object,
  method: string,
  listener: (self: unknown, parts: readonly unknown[]) => void,
): () => void {
  const original: unknown = Reflect.get(target, method);
  if (typeof original !== "function") return () => undefined;
  return redefine(target, method, {
    writable: true,
    value(this: unknown, ...parts: readonly unknown[]): unknown {
      listener(this, parts);
      const answer: unknown = Reflect.apply(original, this, parts);
      return answer;
    },
  });
}

/** Gives an object another property, and answers how to give it its own again. */
export function redefine(
  target: object,
  property: string,
  descriptor: PropertyDescriptor,
): () => void {
  const own = Object.getOwnPropertyDescriptor(target, property);
  Object.defineProperty(target, property, {
    configurable: true,
    enumerable: own?.enumerable ?? true,
    ...descriptor,
  });
  return () => {
    if (own === undefined) Reflect.deleteProperty(target, property);
    else Object.defineProperty(target, property, own);
  };
}
