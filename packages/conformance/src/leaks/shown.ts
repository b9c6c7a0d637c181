import { inspect } from "node:util";

/** A way of showing something, and what it shows. */
export interface Shown {
  readonly how: string;
  readonly text: string;
}

const everything = {
  showHidden: true,
  depth: Infinity,
  maxArrayLength: Infinity,
  maxStringLength: Infinity,
} as const;

function asObject(thing: unknown): object {
  return typeof thing === "object" && thing !== null ? thing : {};
}

const ways: readonly { readonly how: string; readonly show: (thing: unknown) => string }[] = [
  { how: "String()", show: String },
  { how: "a template literal", show: (thing) => String.raw({ raw: ["", ""] }, thing) },
  { how: "JSON.stringify", show: (thing) => JSON.stringify(thing) ?? "" },
  { how: "util.inspect", show: (thing) => inspect(thing) },
  { how: "util.inspect of everything", show: (thing) => inspect(thing, everything) },
  {
    how: "util.inspect of everything and getters",
    show: (thing) => inspect(thing, { ...everything, getters: true }),
  },
  {
    how: "util.inspect past what it says of itself",
    show: (thing) => inspect(thing, { ...everything, customInspect: false }),
  },
  { how: "structuredClone", show: (thing) => inspect(structuredClone(thing), everything) },
  { how: "Object.entries", show: (thing) => inspect(Object.entries(asObject(thing)), everything) },
  { how: "a spread copy", show: (thing) => inspect({ ...asObject(thing) }, everything) },
  { how: "a spread copy as JSON", show: (thing) => JSON.stringify({ ...asObject(thing) }) },
];

/**
 * All that something shows of itself when it is printed, logged, serialised or cloned; an error with its
 * message, stack, properties and causes.
 */
export function shown(thing: unknown): Shown[] {
  const texts = ways.flatMap(({ how, show }): Shown[] => {
    try {
      return [{ how, text: show(thing) }];
    } catch {
      // What cannot be shown in this way (a function cannot be cloned) gives nothing away by it.
      return [];
    }
  });
  return thing instanceof Error ? [...texts, ...shownByError(thing)] : texts;
}

function shownByError(error: Error): Shown[] {
  const fields = ["name", "message", "stack", "hint"].map((field): Shown => {
    const text: unknown = Reflect.get(error, field);
    return { how: field, text: typeof text === "string" ? text : "" };
  });
  const issues: unknown = Reflect.get(error, "issues");
  const cause = error.cause === undefined ? [] : shown(error.cause);
  return [
    ...fields,
    { how: "issues", text: inspect(issues, everything) },
    ...cause.map(({ how, text }) => ({ how: `cause: ${how}`, text })),
  ];
}
