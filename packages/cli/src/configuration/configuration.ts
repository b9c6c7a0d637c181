import { KeykistError, type ValidationIssue } from "@keykist/core";
import { isFirstParty } from "../flavors/first-party.ts";
import { isJsonObject } from "../json-object.ts";
import { isPlainPlace } from "./place-url.ts";
import { shownPath } from "../terminal/shown-path.ts";

/** A manager as a configuration names it. */
export interface ManagerEntry {
  /** Identifies the manager for ever, also when it is renamed: the secrets of scope `component` belong to it. */
  readonly id: string;
  readonly flavor: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** What `keykist.json` says. */
export interface Configuration {
  /** Where editors learn what it may hold. */
  readonly $schema?: string | undefined;
  /** The manager to use where nothing else names one. */
  readonly active?: string | undefined;
  readonly managers: Readonly<Record<string, ManagerEntry>>;
  /** Flavors that are not keykist's own: name → `SOURCE[#EXPORT]`. */
  readonly flavors: Readonly<Record<string, string>>;
  /** Modules whose schemas are registered. */
  readonly schemas: readonly string[];
  readonly run: RunConfiguration;
}

/** The defaults of `kist run`. */
export interface RunConfiguration {
  /** The secrets whose keys are injected. */
  readonly secrets: readonly string[];
}

/** The configuration of who has none. */
export const NO_CONFIGURATION: Configuration = {
  managers: {},
  flavors: {},
  schemas: [],
  run: { secrets: [] },
};

/** What a configuration may call managers, and what a flavor may be called. */
export const MANAGER_NAME: RegExp = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
export const FLAVOR_NAME: RegExp = /^[a-z0-9][a-z0-9-]{0,62}$/;

/**
 * Reads the text of a configuration.
 *
 * @throws KeykistError `INVALID_CONFIG`, naming every field that is wrong; nothing else of the file is quoted
 */
export function parseConfiguration(text: string, file: string): Configuration {
  const value = jsonOf(text, file);
  if (!isJsonObject(value))
    throw invalid(file, [{ key: "(file)", problem: "expected a JSON object" }]);
  const { $schema, active, managers = {}, flavors = {}, schemas = [], run = {} } = value;
  const issues = [
    ...unknownFields(value, FIELDS, ""),
    ...($schema === undefined || typeof $schema === "string"
      ? []
      : [issue("$schema", "expected a URL or a path")]),
    ...managersIssues(managers),
    ...activeIssues(active, managers),
    ...flavorsIssues(flavors),
    ...(isStrings(schemas) ? [] : [issue("schemas", "expected an array of paths or packages")]),
    ...runIssues(run),
  ];
  if (issues.length > 0) throw invalid(file, issues);
  return checked({ $schema, active, managers, flavors, schemas, run });
}

const FIELDS: ReadonlySet<string> = new Set([
  "$schema",
  "active",
  "managers",
  "flavors",
  "schemas",
  "run",
]);
const RUN_FIELDS: ReadonlySet<string> = new Set(["secrets"]);
const ENTRY_FIELDS: ReadonlySet<string> = new Set(["id", "flavor", "config"]);

function issue(key: string, problem: string): ValidationIssue {
  return { key, problem };
}

function managersIssues(managers: unknown): ValidationIssue[] {
  if (!isJsonObject(managers)) return [issue("managers", "expected an object")];
  return Object.entries(managers).flatMap(([name, entry]) => {
    if (!MANAGER_NAME.test(name)) {
      return [issue("managers", `${shown(name)} is no name of a manager`)];
    }
    const place = `managers.${name}`;
    return isJsonObject(entry) ? entryIssues(entry, place) : [issue(place, "expected an object")];
  });
}

function entryIssues(entry: Readonly<Record<string, unknown>>, place: string): ValidationIssue[] {
  const { id, flavor, config } = entry;
  const issues = unknownFields(entry, ENTRY_FIELDS, `${place}.`);
  if (!isText(id, MANAGER_NAME)) issues.push(issue(`${place}.id`, "expected an id"));
  if (!isText(flavor, FLAVOR_NAME)) {
    issues.push(issue(`${place}.flavor`, "expected the name of a flavor"));
  }
  if (config !== undefined && !isJsonObject(config)) {
    issues.push(issue(`${place}.config`, "expected an object"));
  }
  return [...issues, ...placeIssues(config, `${place}.config`)];
}

/** Finds URLs that a program could read differently from a person. */
function placeIssues(config: unknown, place: string): ValidationIssue[] {
  if (typeof config === "string") {
    return isPlainPlace(place.slice(place.lastIndexOf(".") + 1), config)
      ? []
      : [issue(place, "expected a plain URL or host that every program reads the same way")];
  }
  if (typeof config !== "object" || config === null) return [];
  return Object.entries(config).flatMap(([key, value]) =>
    placeIssues(value, `${place}.${shown(key)}`),
  );
}

function isText(text: unknown, form: RegExp): boolean {
  return typeof text === "string" && form.test(text);
}

function activeIssues(active: unknown, managers: unknown): ValidationIssue[] {
  if (active === undefined) return [];
  if (typeof active !== "string") return [issue("active", "expected the name of a manager")];
  const known = isJsonObject(managers) && Object.hasOwn(managers, active);
  return known ? [] : [issue("active", "names a manager that is not there")];
}

function flavorsIssues(flavors: unknown): ValidationIssue[] {
  if (!isJsonObject(flavors)) return [issue("flavors", "expected an object")];
  return Object.entries(flavors).flatMap(([name, source]) => {
    if (!FLAVOR_NAME.test(name)) return [issue("flavors", `${shown(name)} is no name of a flavor`)];
    if (isFirstParty(name))
      return [issue(`flavors.${name}`, "is the name of keykist's own flavor")];
    const isSource = typeof source === "string" && source !== "";
    return isSource ? [] : [issue(`flavors.${name}`, "expected a path or a package")];
  });
}

function runIssues(run: unknown): ValidationIssue[] {
  if (!isJsonObject(run)) return [issue("run", "expected an object")];
  const { secrets = [] } = run;
  return [
    ...unknownFields(run, RUN_FIELDS, "run."),
    ...(isStrings(secrets) ? [] : [issue("run.secrets", "expected an array of names of secrets")]),
  ];
}

function unknownFields(
  value: Readonly<Record<string, unknown>>,
  known: ReadonlySet<string>,
  place: string,
): ValidationIssue[] {
  const unknown = Object.keys(value).filter((field) => !known.has(field));
  return unknown.map((field) => issue(`${place}${shown(field)}`, "unknown field"));
}

/** A name of a stranger, where it is plain: a terminal obeys other characters. */
function shown(name: string): string {
  return /^[A-Za-z0-9._$-]{1,60}$/.test(name) ? name : "(a name)";
}

// The overload states what the compiler cannot follow: every field has the type that it was checked for. Names are
// copied onto objects without a prototype, so that none in the file meets one of `Object`'s own.
function checked(fields: Readonly<Record<keyof Configuration, unknown>>): Configuration;
function checked({
  $schema,
  active,
  managers,
  flavors,
  schemas,
  run,
}: Readonly<Record<keyof Configuration, unknown>>): object {
  return {
    $schema,
    active,
    managers: bare(managers, (entry) => ({ config: {}, ...Object(entry) })),
    flavors: bare(flavors, (source) => source),
    schemas,
    run: { secrets: [], ...(isJsonObject(run) ? run : {}) },
  };
}

function bare(value: unknown, item: (item: unknown) => unknown): object {
  const entries = isJsonObject(value) ? Object.entries(value) : [];
  const copy = Object.fromEntries(entries.map(([name, one]) => [name, item(one)]));
  Object.setPrototypeOf(copy, null);
  return copy;
}

function invalid(file: string, issues: readonly ValidationIssue[]): KeykistError {
  const list = issues.map(({ key, problem }) => `${key}: ${problem}`).join("; ");
  return new KeykistError(
    "INVALID_CONFIG",
    `the configuration ${shownPath(file)} is not valid: ${list}`,
    {
      issues,
      hint: "correct the file",
    },
  );
}

function jsonOf(text: string, file: string): unknown {
  try {
    // Some editors put a mark in front.
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    return value;
  } catch (error) {
    // What JSON.parse says quotes the text; the place that it names holds nothing.
    const [place = ""] = /line \d+ column \d+/.exec(String(error)) ?? [];
    throw invalid(file, [{ key: "(file)", problem: `it is no JSON${place && `, at ${place}`}` }]);
  }
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string" && item !== "");
}
