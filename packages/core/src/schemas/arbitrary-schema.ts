import { setBrand } from "../brand.ts";
import type { ValidationIssue } from "../errors/keykist-error.ts";
import { invalidEntries, UNKNOWN_KEY } from "../secrets/invalid-entries.ts";
import { createSecret } from "../secrets/create-secret.ts";
import { assertSecretName, isSecretKey, valueProblem } from "../secrets/grammar.ts";
import { rawContent, sortedEntries } from "../secrets/raw-content.ts";
import type { ArbitraryContent, Secret } from "../secrets/secret.ts";
import { readContent } from "./read-content.ts";
import type { Decoded, Encoded, Entries, JsonSchema, SecretSchema } from "./secret-schema.ts";

const TYPE = "arbitrary";

type Checked =
  | { readonly kind: "checked"; readonly entries: Entries }
  | { readonly kind: "invalid"; readonly issues: readonly ValidationIssue[] };

function check(values: ReadonlyMap<string, unknown>): Checked {
  const entries = new Map<string, string>();
  const issues: ValidationIssue[] = [];
  if (![...values.keys()].every(isSecretKey)) {
    issues.push({ key: UNKNOWN_KEY, problem: "breaks the grammar of keys" });
  }
  for (const [key, value] of values) {
    if (!isSecretKey(key)) continue;
    const problem = valueProblem(value);
    if (problem !== undefined) issues.push({ key, problem });
    else if (typeof value === "string") entries.set(key, value);
  }
  return issues.length > 0
    ? { kind: "invalid", issues }
    : { kind: "checked", entries: sortedEntries(entries) };
}

class ArbitrarySchema implements SecretSchema<ArbitraryContent, ArbitraryContent> {
  static {
    setBrand(this.prototype, "schema");
    setBrand(this.prototype, "builtIn", TYPE);
  }

  readonly TYPE: string = TYPE;
  readonly requiredKeys: readonly string[] = Object.freeze([]);
  readonly optionalKeys: readonly string[] = Object.freeze([]);

  create(name: string, content: ArbitraryContent): Secret {
    assertSecretName(name);
    const encoded = this.encode(content);
    if (encoded.kind === "invalid") {
      const hint = "use keys of letters, digits, _ and -, and strings as values";
      throw invalidEntries(name, TYPE, encoded.issues, hint);
    }
    const { entries } = encoded;
    return createSecret({ name, type: TYPE, entries, content: rawContent(entries) });
  }

  /** Gives the raw strings, whatever their keys: nobody is locked out of a secret that something else made. */
  decode(
    entries: Entries,
    { keys }: { readonly keys?: readonly string[] | undefined } = {},
  ): Decoded<ArbitraryContent> {
    const wanted = keys && new Set(keys);
    const asked = wanted ? new Map([...entries].filter(([key]) => wanted.has(key))) : entries;
    return { kind: "decoded", content: rawContent(sortedEntries(asked)) };
  }

  encode(content: object): Encoded {
    const read = readContent(content);
    if (read.kind === "unreadable") return { kind: "invalid", issues: read.issues };
    const checked = check(read.values);
    return checked.kind === "invalid" ? checked : { kind: "encoded", entries: checked.entries };
  }

  toJSONSchema(): JsonSchema {
    return {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: TYPE,
      type: "object",
      propertyNames: { pattern: "^[A-Za-z_][A-Za-z0-9_-]{0,127}$" },
      additionalProperties: { type: "string" },
    };
  }
}

/**
 * The schema of secrets that have none: any keys, raw strings as values. It reads secrets of every type as
 * raw strings, and needs no zod.
 *
 * @example
 * ```ts
 * const secret = arbitrarySchema.create("prod-db", { user: "app", password: "…" });
 * ```
 */
export const arbitrarySchema: SecretSchema<ArbitraryContent, ArbitraryContent> =
  new ArbitrarySchema();
