import { KeykistError } from "@keykist/core";
import type { FlavorField } from "../flavors/flavor-fields.ts";
import { isJsonObject } from "../json-object.ts";
import { didYouMean, nearest } from "../nearest.ts";
import { UsageError } from "../usage-error.ts";

/** A configuration as it is put together: a plain object. */
type Config = Readonly<Record<string, unknown>>;

/** What a command line says of a configuration. */
export interface GivenConfig {
  /** Words `KEY=VALUE` and `KEY.NAME=VALUE`. */
  readonly words: readonly string[];
  /** Fields that are to go. */
  readonly unset?: readonly string[] | undefined;
}

/**
 * Puts what a command line gives into a configuration: text becomes what the flavor says that the field holds.
 *
 * @throws UsageError where a word cannot be taken apart; none of them is quoted, since it may be secret
 * @throws KeykistError `INVALID_CONFIG` for a field that the flavor does not have, one that does not fit, and one that
 * is secret: a configuration is a plain file
 */
export function withGivenConfig(
  before: Config,
  { words, unset = [] }: GivenConfig,
  flavor: { readonly name: string; readonly fields: readonly FlavorField[] },
): Config {
  const config = new Map(Object.entries(before));
  for (const name of unset) {
    fieldNamed(name, flavor);
    config.delete(name);
  }
  for (const [index, word] of words.entries()) {
    const at = word.indexOf("=");
    if (at < 1) {
      throw new UsageError(
        `word ${index + 1} behind the name is not KEY=VALUE`,
        `see what the flavor takes: kist flavor describe ${flavor.name}`,
      );
    }
    const [name = "", ...inside] = word.slice(0, at).split(".");
    const field = fieldNamed(name, flavor);
    if (field.sensitive) throw sensitive(field, flavor.name);
    const text = word.slice(at + 1);
    config.set(
      name,
      inside.length === 0
        ? valueOf(text, field)
        : withEntry(config.get(name), { field, entry: inside.join("."), text }),
    );
  }
  return Object.fromEntries(config);
}

function fieldNamed(
  name: string,
  flavor: { readonly name: string; readonly fields: readonly FlavorField[] },
): FlavorField {
  const found = flavor.fields.find((field) => field.name === name);
  if (found !== undefined) return found;
  const names = flavor.fields.map((field) => field.name);
  const near = nearest(name, names);
  // The word may be anything, a value in the wrong place too: it is shown only where it is nearly a field.
  const what = near.length === 0 ? "such field" : `field ${JSON.stringify(name)}`;
  throw new KeykistError("INVALID_CONFIG", `the flavor ${flavor.name} has no ${what}`, {
    hint: near.length === 0 ? `its fields are: ${names.join(", ")}` : didYouMean(near),
  });
}

function sensitive(field: FlavorField, flavor: string): KeykistError {
  return new KeykistError(
    "INVALID_CONFIG",
    `${field.name} of the flavor ${flavor} is secret, and a configuration is a plain file`,
    { hint: elsewhere(field, flavor) },
  );
}

/** Where a secret option goes instead. */
function elsewhere({ name: field, environment }: FlavorField, flavor: string): string {
  if (environment !== undefined) return `leave it out, and set ${environment}`;
  if (flavor !== "local") {
    return `leave it out, and give it where the flavor also looks: kist flavor describe ${flavor}`;
  }
  return field === "passphrase"
    ? "leave it out: set KEYKIST_PASSPHRASE, or be asked for it"
    : "leave it out: set KEYKIST_KEY, or name a file of its own with keyFile";
}

function valueOf(text: string, { name, types }: FlavorField): unknown {
  if (types.length === 0 || types.includes("string")) return text;
  if (types.includes("boolean") && (text === "true" || text === "false")) return text === "true";
  const isNumber = types.includes("integer") || types.includes("number");
  if (isNumber && /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) return Number(text);
  const json = jsonOf(text);
  if (types.includes("object") && isJsonObject(json)) return json;
  if (types.includes("array") && Array.isArray(json)) return json;
  throw new KeykistError("INVALID_CONFIG", `${name} does not fit: expected ${types.join(" or ")}`, {
    hint: types.includes("object")
      ? `${name}.NAME=VALUE, or ${name}='{"NAME": "VALUE"}'`
      : types.includes("boolean")
        ? `${name}=true or ${name}=false`
        : `correct ${name}`,
  });
}

function withEntry(
  before: unknown,
  {
    field: { name, types },
    entry,
    text,
  }: { readonly field: FlavorField; readonly entry: string; readonly text: string },
): Config {
  if (!types.includes("object")) {
    throw new KeykistError("INVALID_CONFIG", `${name} holds one value, and none by name`, {
      hint: `${name}=VALUE`,
    });
  }
  const entries = isJsonObject(before) ? Object.entries(before) : [];
  // Entries are defined, never assigned: one of the name `__proto__` is one as any other.
  return Object.fromEntries([...entries, [entry, text]]);
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
