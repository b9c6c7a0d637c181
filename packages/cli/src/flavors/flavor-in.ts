import { type FlavorClass, KeykistError, SPEC_VERSION, StackComponentType } from "@keykist/core";

/** What a module was asked for. */
export interface FlavorRequest {
  /** The module, as a person names it. */
  readonly source: string;
  /** The export that is meant; `undefined` for the only one. */
  readonly name: string | undefined;
  /** The name that the flavor must have; `undefined` where any will do. */
  readonly flavor: string | undefined;
}

/** A class as it is found in a module, whatever it is. */
type Candidate = Readonly<Record<string, unknown>> & { readonly prototype: object };

/** What every secrets manager can do, with or without the base class. */
const OPERATIONS = [
  "registerSecret",
  "getSecret",
  "getAllSecretKeys",
  "updateSecret",
  "deleteSecret",
  "deleteAllSecrets",
];
/** The hooks that a class on the base must implement. */
const HOOKS = ["doCreate", "doRead", "doReplace", "doRemove", "doList", "classify"];

/** A flavor that was found in a module. */
export interface FoundFlavor {
  readonly Flavor: FlavorClass;
  /** The export that it is. */
  readonly exportName: string;
}

/**
 * The flavor in a module, checked before any of it is used.
 *
 * @throws KeykistError `FLAVOR_NOT_FOUND` where the module has none, or many and none is named; `INVALID_CONFIG`
 * where it is not one; `UNSUPPORTED` where it runs on another version of the contract
 */
export function flavorIn(exported: object, request: FlavorRequest): FoundFlavor {
  const { source, name, flavor } = request;
  const [candidate, exportName] =
    name === undefined ? onlyFlavor(exported, source) : [named(exported, source, name), name];
  assertFlavor(candidate, source);
  if (flavor !== undefined && candidate.FLAVOR !== flavor) {
    throw new KeykistError(
      "INVALID_CONFIG",
      `${source} is the flavor ${JSON.stringify(candidate.FLAVOR)}, not ${JSON.stringify(flavor)}`,
      { hint: `register it under its own name: kist flavor register ${source}` },
    );
  }
  return { Flavor: candidate, exportName };
}

function onlyFlavor(exported: object, source: string): [candidate: Candidate, name: string] {
  const classes = new Map<Candidate, string>();
  for (const [name, value] of Object.entries(exported)) {
    // The default export is usually a named one too.
    if (isComponent(value) && (!classes.has(value) || name !== "default")) classes.set(value, name);
  }
  const managers = [...classes].filter(
    ([one]) => one["TYPE"] === StackComponentType.SECRETS_MANAGER,
  );
  // A base class that a module hands on has no FLAVOR.
  const flavors = managers.filter(([one]) => typeof one["FLAVOR"] === "string");
  // Of what is no flavor, the first is enough to say what is wrong with it.
  const [first, ...others] = flavors.length > 0 ? flavors : [...managers, ...classes].slice(0, 1);
  if (first === undefined) {
    throw new KeykistError("FLAVOR_NOT_FOUND", `${source} exports no flavor`, {
      hint: "export a class that extends BaseSecretsManager",
    });
  }
  if (others.length === 0) return first;
  const names = [first, ...others].map(([, name]) => name);
  throw new KeykistError(
    "FLAVOR_NOT_FOUND",
    `${source} exports several flavors: ${names.join(", ")}`,
    {
      hint: `say which: ${source}#${first[1]}`,
    },
  );
}

function named(exported: object, source: string, name: string): Candidate {
  const value: unknown = Object.hasOwn(exported, name) ? Reflect.get(exported, name) : undefined;
  if (isComponent(value)) return value;
  throw new KeykistError(
    "FLAVOR_NOT_FOUND",
    value === undefined
      ? `${source} does not export ${JSON.stringify(name)}`
      : `${source}#${name} is no class of a stack component`,
    { hint: "name the export that is a class that extends BaseSecretsManager" },
  );
}

/** Reports whether a value is a class of stack components, also of another copy of core. */
function isComponent(value: unknown): value is Candidate {
  if (typeof value !== "function") return false;
  const prototype: unknown = Reflect.get(value, "prototype");
  if (typeof prototype !== "object" || prototype === null) return false;
  return (
    hasMark(prototype, "keykist.component") ||
    OPERATIONS.every((name) => typeof Reflect.get(prototype, name) === "function")
  );
}

function assertFlavor(candidate: object, source: string): asserts candidate is FlavorClass {
  const { TYPE, FLAVOR, configSchema, specVersion, prototype } = candidate as Partial<Candidate>;
  const refuse = (problem: string, hint: string): KeykistError =>
    new KeykistError("INVALID_CONFIG", `${source} ${problem}`, { hint });
  if (TYPE !== StackComponentType.SECRETS_MANAGER) {
    throw typeof TYPE === "string"
      ? refuse(
          `is ${withArticle(TYPE)}, not a ${StackComponentType.SECRETS_MANAGER}`,
          "name a class that extends BaseSecretsManager",
        )
      : refuse("has no TYPE", "extend BaseSecretsManager, which sets it");
  }
  if (typeof FLAVOR !== "string" || !/^[a-z0-9][a-z0-9-]{0,62}$/.test(FLAVOR)) {
    throw refuse("has no FLAVOR", 'set it on the class: static override readonly FLAVOR = "acme"');
  }
  if (specVersion !== SPEC_VERSION) {
    throw new KeykistError(
      "UNSUPPORTED",
      `${source} runs on version ${typeof specVersion === "number" ? specVersion : "?"} of the contract, this kist on ${SPEC_VERSION}`,
      {
        hint:
          typeof specVersion === "number" && specVersion > SPEC_VERSION
            ? "upgrade @keykist/cli"
            : "upgrade the flavor and its @keykist/core",
      },
    );
  }
  if (!hasStandardSchema(configSchema)) {
    throw refuse(
      "has no configSchema",
      "set it on the class: what configFields answers, or a zod object",
    );
  }
  // A class that is written without the base brings the operations themselves.
  const needed = hasMark(prototype, "keykist.secretsManager") ? HOOKS : OPERATIONS;
  const missing = needed.filter(
    (name) => typeof Reflect.get(Object(prototype), name) !== "function",
  );
  if (missing.length > 0) {
    throw refuse(`does not implement ${missing.join(", ")}`, "implement them on the class");
  }
}

/** `an artifact_store`, `a step_operator`. What is no plain word is not shown. */
function withArticle(type: string): string {
  if (!/^[a-z][a-z_]{0,40}$/.test(type)) return "something else";
  return `${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`;
}

/** Marks survive two installed copies of core. */
function hasMark(value: unknown, mark: string): boolean {
  return Reflect.get(Object(value), Symbol.for(mark)) !== undefined;
}

function hasStandardSchema(schema: unknown): boolean {
  const standard: unknown = Reflect.get(Object(schema), "~standard");
  return typeof Reflect.get(Object(standard), "validate") === "function";
}
