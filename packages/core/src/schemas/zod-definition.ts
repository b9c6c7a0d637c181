/** What a zod type or check says of itself, of whichever copy of zod. */
export interface ZodDefinition {
  /** The kind of a type: `string`, `pipe`. `undefined` for a check. */
  readonly type: unknown;
  /** A field of the definition. */
  readonly field: (name: string) => unknown;
  /** The names of all fields. */
  readonly fields: () => readonly string[];
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** The definition of a zod type or check; `undefined` for every other value. */
export function zodDefinition(value: unknown): ZodDefinition | undefined {
  const internals = property(value, "_zod");
  const definition = property(internals, "def");
  if (typeof definition !== "object" || definition === null) return undefined;
  const type = property(definition, "type");
  return {
    type,
    field: (name) =>
      // What a lazy type stands for is kept in its internals, where it is made once.
      type === "lazy" && name === "innerType"
        ? property(internals, name)
        : property(definition, name),
    fields: () => (type === "lazy" ? ["innerType"] : Object.keys(definition)),
  };
}
