import { isPlainObject } from "../references/json-like.ts";

type Node = Readonly<Record<string, unknown>>;

/**
 * What a JSON Schema says of one place in a value: all the nodes that describe it, since `allOf`,
 * `anyOf`, `oneOf` and `$ref` let several do so.
 */
export interface JsonSchemaShape {
  readonly root: Node;
  readonly nodes: readonly Node[];
}

/** One step into a value, as the schema sees it. */
export interface ShapeStep {
  readonly shape: JsonSchemaShape;
  /** Whether the schema names the key; a key that it merely allows is the input's own text. */
  readonly named: boolean;
}

/** The shape of a whole value. */
export function shapeOf(schema: Node): JsonSchemaShape {
  return { root: schema, nodes: expand(schema, schema, new Set()) };
}

/** Where a `$ref` within the document points. */
function target(root: Node, reference: unknown): unknown {
  if (typeof reference !== "string" || !reference.startsWith("#")) return undefined;
  const steps = reference.split("/").slice(1);
  return steps.reduce<unknown>((place, step) => {
    const key = decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
    return isPlainObject(place) && Object.hasOwn(place, key) ? place[key] : undefined;
  }, root);
}

function expand(node: unknown, root: Node, seen: Set<unknown>): readonly Node[] {
  if (!isPlainObject(node) || seen.has(node)) return [];
  seen.add(node);
  const combined = [node["allOf"], node["anyOf"], node["oneOf"]].flatMap(listed);
  const others = [...combined, target(root, node["$ref"])];
  return [node, ...others.flatMap((other) => expand(other, root, seen))];
}

function properties(node: Node): Node {
  return isPlainObject(node["properties"]) ? node["properties"] : {};
}

/** What a node says of a key that it does not name. */
function unnamed(node: Node, key: PropertyKey): readonly unknown[] {
  if (typeof key === "number") return [node["items"], ...listed(node["prefixItems"])];
  const patterns = isPlainObject(node["patternProperties"]) ? node["patternProperties"] : {};
  return [node["additionalProperties"], ...Object.values(patterns)];
}

/** The place behind one key or index. */
export function stepInto({ root, nodes }: JsonSchemaShape, key: PropertyKey): ShapeStep {
  const name = String(key);
  const named = nodes.flatMap((node) =>
    Object.hasOwn(properties(node), name) ? [properties(node)[name]] : [],
  );
  const found: unknown[] = named.length > 0 ? named : nodes.flatMap((node) => unnamed(node, key));
  const seen = new Set<unknown>();
  return {
    shape: { root, nodes: found.flatMap((node) => expand(node, root, seen)) },
    named: named.length > 0 || typeof key === "number",
  };
}

/** The names of the fields that a shape names. */
export function namedFields({ nodes }: JsonSchemaShape): readonly string[] {
  return [...new Set(nodes.flatMap((node) => Object.keys(properties(node))))];
}

/** Reports whether fields that a shape does not name are refused. */
export function isClosed({ nodes }: JsonSchemaShape): boolean {
  return nodes.some((node) => node["additionalProperties"] === false);
}

/** Reports whether values here must not be shown: JSON Schema's `writeOnly`. */
export function isSensitive({ nodes }: JsonSchemaShape): boolean {
  return nodes.some((node) => node["writeOnly"] === true);
}

/** What a schema expects at a place, where the value is not even of a right type; else `undefined`. */
export function expectation({ nodes }: JsonSchemaShape, value: unknown): string | undefined {
  const types = nodes.flatMap((node) => listed(node["type"])).map(String);
  if (types.length > 0 && !types.some((type) => isOfType(value, type))) {
    return `expected ${[...new Set(types)].join(" or ")}`;
  }
  const values = nodes.flatMap((node) => [...listed(node["enum"]), ...listed(node["const"])]);
  return values.length > 0 && !values.includes(value)
    ? `expected one of: ${values.map(String).join(", ")}`
    : undefined;
}

/** A keyword that holds one thing, many or none. */
function listed(keyword: unknown): readonly unknown[] {
  if (keyword === undefined) return [];
  return Array.isArray(keyword) ? keyword : [keyword];
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "integer":
      return Number.isInteger(value);
    case "array":
      return Array.isArray(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}
