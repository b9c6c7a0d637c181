import type { inspect } from "node:util";
import { setBrand } from "../brand.ts";
import { KeykistError } from "../errors/keykist-error.ts";
import type { OperationOptions } from "../manager/secrets-manager.ts";
import { holdsReference } from "../references/parse-references.ts";
import type { ReferenceManagers } from "../references/reference-managers.ts";
import { resolveReferences } from "../references/resolve-references.ts";
import { isPathSegment } from "../secrets/grammar.ts";
import type { ConfigSchema } from "./config-schema.ts";
import { frozenCopy } from "./frozen-copy.ts";
import { type ConfigSubject, parseConfig } from "./parse-config.ts";
import { provisionalConfig } from "./provisional-config.ts";
import { sensitiveFields } from "./sensitive-fields.ts";
import { assertStackComponentClass } from "./stack-component-class.ts";

/** What every stack component takes beside its configuration. */
export interface StackComponentOptions {
  /** Identifies the component: one path segment, `[A-Za-z0-9][A-Za-z0-9._-]{0,99}`. Default: a random UUID. */
  readonly id?: string | undefined;
  /** What people call the component. Printable, and without references. Default: its flavor. */
  readonly name?: string | undefined;
}

/** What a stack component shows of itself when it is printed or serialised. */
export interface StackComponentDescriptor {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly flavor: string;
  /** The configuration, references as text, `(hidden)` in the place of sensitive values. */
  readonly config: unknown;
}

/**
 * Anything that is configured by name and belongs to a stack: an artifact store, an orchestrator, a
 * secrets manager. A subclass sets `TYPE`, `FLAVOR` and `configSchema`, and states as `Config` what
 * its schema gives.
 *
 * Strings of the configuration may hold references (`{{name.key}}`). `config` shows them as they are,
 * also when it is printed or serialised; `resolveConfig` gives the values.
 *
 * @example
 * ```ts
 * const s3Config = configFields({ bucket: { type: "string" }, secretKey: { type: "string" } });
 *
 * class S3ArtifactStore extends StackComponent<ConfigOf<typeof s3Config>> {
 *   static override readonly TYPE = StackComponentType.ARTIFACT_STORE;
 *   static override readonly FLAVOR = "s3";
 *   static override readonly configSchema = s3Config;
 * }
 *
 * const store = new S3ArtifactStore({ bucket: "models", secretKey: "{{s3.secret}}" });
 * store.config.secretKey; // "{{s3.secret}}"
 * const { secretKey } = await store.resolveConfig(manager); // the value
 * ```
 */
export abstract class StackComponent<Config extends object = object> {
  /** One of {@link StackComponentType}. */
  declare static readonly TYPE: string;
  /** The name of this implementation of the type. */
  declare static readonly FLAVOR: string;
  /** What the configuration may hold. */
  declare static readonly configSchema: ConfigSchema;

  static {
    setBrand(this.prototype, "component");
    // The symbol `inspect.custom`, without loading node:util.
    Object.defineProperty(this.prototype, Symbol.for("nodejs.util.inspect.custom"), {
      value(this: StackComponent, _depth: number, options: object, print: typeof inspect): string {
        return `${this.constructor.name} ${print(this.toJSON(), options)}`;
      },
    });
  }

  /** Identifies the component. */
  readonly id: string;
  /** What people call the component. */
  readonly name: string;
  /**
   * The configuration, frozen: what the schema gives, references as text. Sensitive fields can be
   * read, but are not enumerable: printing, JSON and spreading leave them out. Where the schema
   * cannot take a reference in some field (an integer), the whole is what was passed in.
   */
  readonly config: Readonly<Config>;

  readonly #input: object;
  readonly #schema: ConfigSchema<Config>;
  readonly #subject: ConfigSubject;
  readonly #descriptor: StackComponentDescriptor;

  /**
   * Checks the configuration; does no I/O. What is wrong with a string that holds a reference is left
   * to {@link StackComponent.resolveConfig}, which sees the value.
   *
   * @param schema for a base class that adds fields of its own to those of its subclasses: what is
   * checked in place of `configSchema`
   * @throws KeykistError `INVALID_CONFIG`
   */
  constructor(config: object = {}, options: StackComponentOptions = {}, schema?: ConfigSchema) {
    const component = new.target;
    assertStackComponentClass(component);
    const { TYPE: type, FLAVOR: flavor } = component;
    this.#schema = schemaOf<Config>(schema ?? component.configSchema);
    this.id = options.id ?? crypto.randomUUID();
    this.name = options.name ?? flavor;
    assertIdentity(this.id, this.name, flavor);
    this.#subject = { subject: `${flavor} ${JSON.stringify(this.name)}`, flavor };
    this.#input = frozenCopy(config);
    const provisional = provisionalConfig(this.#schema, this.#input, this.#subject);
    const sensitive = sensitiveFields(this.#schema);
    this.config = sensitive.hide(provisional);
    const shown = frozenCopy(sensitive.mask(provisional));
    this.#descriptor = Object.freeze({ id: this.id, name: this.name, type, flavor, config: shown });
  }

  /**
   * The configuration with the values of secrets in place of their references, checked again as a
   * whole, frozen. Nothing of it stays on the component. Do not log it: it holds the values.
   *
   * @param managers the manager that answers, or many by name
   * @throws KeykistError `REFERENCE_UNRESOLVED` with every reference that has no value; `INVALID_CONFIG`
   * where the values do not fit the schema, `ABORTED` by the signal
   */
  async resolveConfig(
    managers: ReferenceManagers,
    options: OperationOptions = {},
  ): Promise<Readonly<Config>> {
    const input = await resolveReferences(this.#input, managers, options);
    return parseConfig(this.#schema, input, this.#subject);
  }

  /** What may be shown: id, name, type, flavor and configuration, without sensitive values. */
  toJSON(): StackComponentDescriptor {
    return this.#descriptor;
  }

  /** The same, as one line. */
  toString(): string {
    const util = process.getBuiltinModule("node:util");
    const printed = util.inspect(this.#descriptor, { depth: null, breakLength: Infinity });
    return `${this.constructor.name} ${printed}`;
  }
}

// The overload states what the compiler cannot follow, since a static property cannot depend on the
// type parameter of an instance: `Config` is what the class says that its own schema gives.
function schemaOf<Config>(schema: ConfigSchema): ConfigSchema<Config>;
function schemaOf(schema: ConfigSchema): ConfigSchema {
  return schema;
}

function assertIdentity(id: unknown, name: unknown, flavor: string): void {
  if (!isPathSegment(id)) {
    throw new KeykistError("INVALID_CONFIG", "the id of a component must be one path segment", {
      flavor,
      issues: [{ key: "id", problem: "expected one path segment" }],
      hint: 'use at most 100 letters, digits, ".", "_" and "-", beginning with a letter or digit',
    });
  }
  const problem = nameProblem(name);
  if (problem === undefined) return;
  throw new KeykistError("INVALID_CONFIG", `the name of a component is not valid: ${problem}`, {
    flavor,
    issues: [{ key: "name", problem }],
    hint: "use a short printable name, such as prod",
  });
}

function nameProblem(name: unknown): string | undefined {
  if (typeof name !== "string") return "expected string";
  if (name.trim() === "") return "it is empty";
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(name)) return "it holds characters that cannot be printed";
  return holdsReference(name) ? "it may not hold a reference" : undefined;
}
