import { KeykistError, type ValidationIssue } from "@keykist/core";

/** A manager as a configuration names it. */
export interface ManagerEntry {
  /** Identifies the manager for ever, also when it is renamed: the secrets of scope `component` belong to it. */
  readonly id: string;
  readonly flavor: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** What `keykist.json` says. */
export interface Configuration {
  /** The manager to use where nothing else names one. */
  readonly active?: string | undefined;
  readonly managers: Readonly<Record<string, ManagerEntry>>;
  /** Flavors that are not keykist's own: name → `SOURCE[#EXPORT]`. */
  readonly flavors: Readonly<Record<string, string>>;
  /** Modules whose schemas are registered. */
  readonly schemas: readonly string[];
}

/** The configuration of who has none. */
export const NO_CONFIGURATION: Configuration = { managers: {}, flavors: {}, schemas: [] };

/** What a configuration may call managers, and what a flavor may be called. */
export const MANAGER_NAME: RegExp = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
export const FLAVOR_NAME: RegExp = /^[a-z0-9][a-z0-9-]{0,62}$/;

/**
 * Reads the text of a configuration.
 *
 * @throws KeykistError `INVALID_CONFIG`, naming every field that is wrong; no text of the file is quoted
 */
export function parseConfiguration(text: string, file: string): Configuration {
  const issues: ValidationIssue[] = [];
  const value = jsonOf(text);
  if (!isObject(value)) throw invalid(file, [{ key: "(file)", problem: "expected a JSON object" }]);
  const wrong = (key: string, problem: string): void => void issues.push({ key, problem });

  for (const key of Object.keys(value)) {
    if (!FIELDS.has(key)) wrong(key, "unknown field");
  }
  const { active, managers = {}, flavors = {}, schemas = [] } = value;
  if (active !== undefined && typeof active !== "string")
    wrong("active", "expected the name of a manager");
  if (!isObject(managers)) wrong("managers", "expected an object");
  if (!isObject(flavors)) wrong("flavors", "expected an object");
  if (!isStrings(schemas)) wrong("schemas", "expected an array of module paths");
  for (const [name, entry] of isObject(managers) ? Object.entries(managers) : []) {
    for (const [field, problem] of entryProblems(name, entry)) {
      wrong(field === undefined ? `managers.${name}` : `managers.${name}.${field}`, problem);
    }
  }
  for (const [name, source] of isObject(flavors) ? Object.entries(flavors) : []) {
    if (!FLAVOR_NAME.test(name)) wrong(`flavors.${name}`, "its name is not one of a flavor");
    if (typeof source !== "string" || source === "")
      wrong(`flavors.${name}`, "expected a path or a package");
  }
  if (typeof active === "string" && isObject(managers) && !Object.hasOwn(managers, active)) {
    wrong("active", "names a manager that is not there");
  }
  if (issues.length > 0) throw invalid(file, issues);
  return checked({ active, managers, flavors, schemas });
}

const FIELDS: ReadonlySet<string> = new Set([
  "$schema",
  "active",
  "managers",
  "flavors",
  "schemas",
]);
const ENTRY_FIELDS: ReadonlySet<string> = new Set(["id", "flavor", "config"]);

function entryProblems(
  name: string,
  entry: unknown,
): [field: string | undefined, problem: string][] {
  if (!MANAGER_NAME.test(name)) return [[undefined, "its name is not one of a manager"]];
  if (!isObject(entry)) return [[undefined, "expected an object"]];
  const problems: [string | undefined, string][] = [];
  const { id, flavor, config } = entry;
  if (typeof id !== "string" || !MANAGER_NAME.test(id)) problems.push(["id", "expected an id"]);
  if (typeof flavor !== "string" || !FLAVOR_NAME.test(flavor)) {
    problems.push(["flavor", "expected the name of a flavor"]);
  }
  if (config !== undefined && !isObject(config)) problems.push(["config", "expected an object"]);
  for (const field of Object.keys(entry)) {
    if (!ENTRY_FIELDS.has(field)) problems.push([field, "unknown field"]);
  }
  return problems;
}

// The overload states what the compiler cannot follow: every field has the type that it was checked for. Names are
// copied onto objects without a prototype, so that none in the file meets one of `Object`'s own.
function checked(fields: Readonly<Record<keyof Configuration, unknown>>): Configuration;
function checked({
  active,
  managers,
  flavors,
  schemas,
}: Readonly<Record<keyof Configuration, unknown>>): object {
  return {
    active,
    managers: bare(managers, (entry) => ({ config: {}, ...Object(entry) })),
    flavors: bare(flavors, (source) => source),
    schemas,
  };
}

function bare(value: unknown, item: (item: unknown) => unknown): object {
  const entries = isObject(value) ? Object.entries(value) : [];
  const copy = Object.fromEntries(entries.map(([name, one]) => [name, item(one)]));
  Object.setPrototypeOf(copy, null);
  return copy;
}

function invalid(file: string, issues: readonly ValidationIssue[]): KeykistError {
  const list = issues.map(({ key, problem }) => `${key}: ${problem}`).join("; ");
  return new KeykistError("INVALID_CONFIG", `the configuration ${file} is not valid: ${list}`, {
    issues,
    hint: "correct the file",
  });
}

function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    // What JSON.parse says quotes the text.
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string" && item !== "");
}
