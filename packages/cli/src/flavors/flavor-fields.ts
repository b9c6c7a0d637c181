import {
  type ConfigSchema,
  configVariables,
  type FlavorClass,
  managerConfigFields,
} from "@keykist/core";
import { isJsonObject } from "../json-object.ts";

/** One field of a flavor's configuration, as its JSON Schema describes it. */
export interface FlavorField {
  readonly name: string;
  /** The types that it takes: `string`, `integer`, `number`, `boolean`, `object`, `array`; empty where none is named. */
  readonly types: readonly string[];
  readonly required: boolean;
  /** Never to be written into a file, nor shown. */
  readonly sensitive: boolean;
  /** The environment variable that gives it where it is left out. */
  readonly environment: string | undefined;
  readonly default: unknown;
  /** The only values that are accepted, where there are such. */
  readonly values: readonly unknown[];
  readonly description: string | undefined;
}

/** The fields of a flavor's managers: its own, and those that every manager has. */
export function flavorFields(Flavor: FlavorClass): FlavorField[] {
  const own = fieldsOf(managerConfigFields());
  const taken = new Set(own.map(({ name }) => name));
  return [...fieldsOf(Flavor.configSchema).filter(({ name }) => !taken.has(name)), ...own];
}

function fieldsOf(schema: ConfigSchema): FlavorField[] {
  const document = schema["~standard"].jsonSchema.input({ target: "draft-2020-12" });
  const { properties, required } = document;
  if (!isJsonObject(properties)) return [];
  const variables = configVariables(schema);
  return Object.entries(properties).map(([name, property]) => {
    const nodes = nodesOf(property, document);
    return {
      name,
      types: [...new Set(nodes.flatMap(typesOf))],
      required: Array.isArray(required) && required.includes(name),
      sensitive: nodes.some(holdsSensitive),
      environment: variables.get(name),
      default: firstOf(nodes, "default"),
      values: nodes.flatMap(({ enum: values }) => listed(values)),
      description: nodes.map(({ description }) => description).find(isText),
    };
  });
}

type Node = Readonly<Record<string, unknown>>;

/** All that a JSON Schema says of one property: it may be put together of several nodes. */
function nodesOf(node: unknown, document: Node, seen: Set<unknown> = new Set()): Node[] {
  if (!isJsonObject(node) || seen.has(node)) return [];
  seen.add(node);
  const others = ["allOf", "anyOf", "oneOf"].flatMap((name) => listed(node[name]));
  const referred = [...others, target(node["$ref"], document)];
  return [node, ...referred.flatMap((other) => nodesOf(other, document, seen))];
}

/** Where a `$ref` within the document points. */
function target(reference: unknown, document: Node): unknown {
  if (!isText(reference) || !reference.startsWith("#/")) return undefined;
  return reference
    .slice(2)
    .split("/")
    .reduce<unknown>((place, step) => (isJsonObject(place) ? place[step] : undefined), document);
}

/** Reports whether a node, or anything in it, is marked as never to be shown. */
function holdsSensitive(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(holdsSensitive);
  if (!isJsonObject(node)) return false;
  return node["writeOnly"] === true || Object.values(node).some(holdsSensitive);
}

function typesOf({ type }: Node): string[] {
  return (Array.isArray(type) ? type : [type]).filter(isText);
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function firstOf(nodes: readonly Node[], name: string): unknown {
  return nodes.find((node) => node[name] !== undefined)?.[name];
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
