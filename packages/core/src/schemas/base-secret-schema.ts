import { setBrand } from "../brand.ts";
import type { ValidationIssue } from "../errors/keykist-error.ts";
import { keysHint } from "./keys-hint.ts";
import { invalidEntries, UNKNOWN_KEY } from "../secrets/invalid-entries.ts";
import { createSecret } from "../secrets/create-secret.ts";
import { assertSecretName } from "../secrets/grammar.ts";
import type { Secret } from "../secrets/secret.ts";
import type { DeclaredKey } from "./declared-key.ts";
import { declaredKeys } from "./declared-keys.ts";
import { readContent } from "./read-content.ts";
import type { Decoded, Encoded, Entries, JsonSchema, SecretSchema } from "./secret-schema.ts";
import type { SecretContent, SecretInput, SecretShape } from "./secret-shape.ts";

type Invalid = { readonly kind: "invalid"; readonly issues: readonly ValidationIssue[] };

/** What is stored for a content, and what that reads as. */
type Written =
  | {
      readonly kind: "written";
      readonly entries: Entries;
      readonly read: ReadonlyMap<string, unknown>;
    }
  | Invalid;

const unknownKey: ValidationIssue = { key: UNKNOWN_KEY, problem: "the schema does not have it" };

/**
 * A schema with zod types underneath. `defineSecretSchema` makes one; extend it to add methods:
 *
 * ```ts
 * const shape = { username: z.string(), password: z.string(), token: z.string().optional() };
 *
 * class ExampleSchema extends BaseSecretSchema<typeof shape> {
 *   constructor() {
 *     super("example", shape);
 *   }
 * }
 *
 * const exampleSchema = registerSecretSchema(new ExampleSchema());
 * ```
 *
 * Zod types are asked through their own methods, key by key, so that this module loads no zod.
 */
export class BaseSecretSchema<Shape extends SecretShape = SecretShape> implements SecretSchema<
  SecretContent<Shape>,
  SecretInput<Shape>
> {
  static {
    setBrand(this.prototype, "schema");
  }

  readonly TYPE: string;
  readonly requiredKeys: readonly string[];
  readonly optionalKeys: readonly string[];
  readonly #keys: ReadonlyMap<string, DeclaredKey>;

  /**
   * @param type the schema's name: `[A-Za-z0-9][A-Za-z0-9._-]{0,62}`, not `arbitrary`
   * @param shape zod types by key; each must work both ways and be stored as a string
   * @throws KeykistError `INVALID_CONFIG` for a type or shape that cannot be, `INVALID_KEY` for a key
   * outside the grammar
   */
  constructor(type: string, shape: Shape) {
    this.#keys = declaredKeys(type, shape);
    this.TYPE = type;
    const names = (optional: boolean): readonly string[] =>
      Object.freeze([...this.#keys].filter(([, key]) => key.optional === optional).map(([k]) => k));
    this.requiredKeys = names(false);
    this.optionalKeys = names(true);
  }

  /**
   * Makes a secret; writes nothing. A key that is `undefined` counts as left out. Keys with a default
   * are stored with it. What would not read again as the same is refused.
   *
   * @throws KeykistError `INVALID_NAME`; `INVALID_KEY` for keys that the schema does not have;
   * `INVALID_VALUE` for all else, with every problem in `issues`
   */
  create(name: string, content: SecretInput<Shape>): Secret<SecretContent<Shape>> {
    assertSecretName(name);
    const written = this.#write(content);
    if (written.kind === "invalid") {
      throw invalidEntries(name, this.TYPE, written.issues, keysHint(this));
    }
    return createSecret({
      name,
      type: this.TYPE,
      entries: written.entries,
      content: this.#content(written.read),
    });
  }

  decode(
    entries: Entries,
    { keys }: { readonly keys?: readonly string[] | undefined } = {},
  ): Decoded<SecretContent<Shape>> {
    const wanted = keys && new Set(keys);
    const isWanted = (key: string): boolean => wanted?.has(key) ?? true;
    const issues: ValidationIssue[] = [];
    const content = new Map<string, unknown>();
    if ([...entries.keys()].some((key) => isWanted(key) && !this.#keys.has(key))) {
      issues.push(unknownKey);
    }
    for (const [key, declared] of this.#keys) {
      if (!isWanted(key)) continue;
      const decoded = declared.decode(entries.get(key));
      if (decoded.kind === "refused") issues.push(...issuesOf(key, decoded.problems));
      else if (decoded.kind === "value") content.set(key, decoded.value);
    }
    return issues.length > 0
      ? { kind: "invalid", issues }
      : { kind: "decoded", content: this.#content(content) };
  }

  encode(content: object): Encoded {
    const written = this.#write(content);
    return written.kind === "invalid" ? written : { kind: "encoded", entries: written.entries };
  }

  toJSONSchema(): JsonSchema {
    const properties = [...this.#keys].map(([key, { description }]) => [
      key,
      description === undefined ? { type: "string" } : { type: "string", description },
    ]);
    return {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: this.TYPE,
      type: "object",
      properties: Object.fromEntries(properties),
      required: [...this.requiredKeys],
      additionalProperties: false,
    };
  }

  #write(content: unknown): Written {
    const given = readContent(content);
    if (given.kind === "unreadable") return { kind: "invalid", issues: given.issues };
    const issues: ValidationIssue[] = [];
    const entries = new Map<string, string>();
    const read = new Map<string, unknown>();
    if ([...given.values.keys()].some((key) => !this.#keys.has(key))) issues.push(unknownKey);
    for (const [key, declared] of this.#keys) {
      const encoded = declared.encode(given.values.get(key));
      if (encoded.kind === "refused") issues.push(...issuesOf(key, encoded.problems));
      if (encoded.kind !== "stored") continue;
      entries.set(key, encoded.text);
      read.set(key, encoded.value);
    }
    return issues.length > 0 ? { kind: "invalid", issues } : { kind: "written", entries, read };
  }

  // The overload states what the compiler cannot follow: each value was given by the zod type of its
  // key, and the type of the content is made of the outputs of these.
  #content(values: ReadonlyMap<string, unknown>): SecretContent<Shape>;
  #content(values: ReadonlyMap<string, unknown>): object {
    const content: Record<string, unknown> = { __proto__: null };
    // Without a prototype, `__proto__` is a key like any other.
    for (const [key, value] of values) content[key] = value;
    return Object.freeze(content);
  }
}

function issuesOf(key: string, problems: readonly string[]): ValidationIssue[] {
  return problems.map((problem) => ({ key, problem }));
}
