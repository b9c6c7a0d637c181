import { zodDefinition, type ZodDefinition } from "./zod-definition.ts";

const isText = (value: unknown): boolean => typeof value === "string" || value === undefined;

function allText(values: unknown): boolean {
  return typeof values === "object" && values !== null && Object.values(values).every(isText);
}

/** What the stored form of a type depends on: other types that must be text, or what is known of its own. */
function storedParts({ type, field }: ZodDefinition): readonly unknown[] | "text" | "other" {
  switch (type) {
    case "string":
    case "template_literal":
    case "undefined":
      return "text";
    case "custom":
      // `z.custom()` does not say what it takes; what it gives is checked when something is written.
      return "text";
    case "enum":
      return allText(field("entries")) ? "text" : "other";
    case "literal":
      return allText(field("values")) ? "text" : "other";
    case "optional":
    case "nonoptional":
    case "default":
    case "prefault":
    case "readonly":
    case "lazy":
      return [field("innerType")];
    case "pipe":
      return [field("in")];
    case "intersection":
      return [field("left"), field("right")];
    case "union": {
      const options = field("options");
      return Array.isArray(options) ? options : "other";
    }
    default:
      return "other";
  }
}

/** Reports whether all that a zod type reads is a string, or nothing. */
export function storesText(zodType: unknown): boolean {
  const seen = new Set<unknown>();
  const waiting: unknown[] = [zodType];
  while (waiting.length > 0) {
    const part = waiting.pop();
    if (seen.has(part)) continue;
    seen.add(part);
    const definition = zodDefinition(part);
    const parts = definition === undefined ? "other" : storedParts(definition);
    if (parts === "other") return false;
    if (parts !== "text") waiting.push(...parts);
  }
  return true;
}
