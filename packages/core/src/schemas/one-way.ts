import { zodDefinition, type ZodDefinition } from "./zod-definition.ts";

/** More parts than any schema that a person wrote; ends types that make new ones without end. */
const MAXIMUM_PARTS = 10_000;

const oneWayKinds: ReadonlyMap<unknown, string> = new Map([
  ["transform", "a transform (.transform() or z.preprocess()), which works one way only"],
  ["catch", ".catch(), which hides what is stored"],
  ["success", "z.success(), which works one way only"],
  ["promise", "z.promise(), which cannot be stored"],
]);

function oneWayPart(definition: ZodDefinition): string | undefined {
  if (definition.field("check") === "overwrite") {
    return "a check that changes the value (.trim(), .toLowerCase(), .normalize(), .overwrite())";
  }
  if (definition.field("coerce") === true) return "z.coerce, which works one way only";
  return oneWayKinds.get(definition.type);
}

/** Zod would not wait for it; and its promise, which nobody holds, could end the process with what it quotes. */
function isAsynchronous(field: unknown): boolean {
  return Object.prototype.toString.call(field) === "[object AsyncFunction]";
}

/** The types and checks that stand in a field: one, a list of them, or an object of them. */
function partsOf(field: unknown): readonly unknown[] {
  if (typeof field !== "object" || field === null) return [];
  return zodDefinition(field) === undefined ? Object.values(field) : [field];
}

/**
 * What in a zod type cannot be undone, wherever it stands: what is written through it would not be
 * what is read. `undefined` where everything works both ways.
 */
export function oneWayProblem(type: unknown): string | undefined {
  const seen = new Set<unknown>();
  const waiting: unknown[] = [type];
  while (waiting.length > 0) {
    const part = waiting.pop();
    const definition = zodDefinition(part);
    if (definition === undefined || seen.has(part)) continue;
    if (seen.size === MAXIMUM_PARTS) return `more than ${MAXIMUM_PARTS} parts`;
    seen.add(part);
    const problem = oneWayPart(definition);
    if (problem !== undefined) return problem;
    for (const name of definition.fields()) {
      // Reading a default may run a function that makes it.
      if (name === "defaultValue") continue;
      const field = definition.field(name);
      if (isAsynchronous(field)) return "an asynchronous function, and nothing here waits for one";
      waiting.push(...partsOf(field));
    }
  }
  return undefined;
}
