import { readBrand } from "../brand.ts";
import { KeykistError } from "../errors/keykist-error.ts";
import { arbitrarySchema } from "./arbitrary-schema.ts";
import { isZodBuiltInType, ZOD_BUILT_IN_TYPES } from "./built-in-types.ts";
import { isSecretSchema } from "./is-secret-schema.ts";
import { loadBuiltIns } from "./load-built-ins.ts";
import type { SchemaRegistry } from "./schema-registry.ts";
import type { SecretSchema } from "./secret-schema.ts";

/**
 * Knows schemas by their type. A new one knows the built-in schemas: `arbitrary`, and those of
 * `@keykist/core/schemas`, which are loaded, and zod with them, when one is asked for.
 *
 * Managers that must not share schemas with the rest of the program take one of their own:
 *
 * ```ts
 * const registry = new SecretSchemaRegistry();
 * registry.register(exampleSchema);
 * const manager = new MemorySecretsManager({}, { registry });
 * ```
 */
export class SecretSchemaRegistry implements SchemaRegistry {
  readonly #schemas: Map<string, SecretSchema> = new Map([[arbitrarySchema.TYPE, arbitrarySchema]]);

  /**
   * Makes a schema known, and returns it. The same object twice is fine; so is a built-in schema, also
   * one of another installed copy of this package.
   *
   * @throws KeykistError `SCHEMA_EXISTS` where another schema has the type, `INVALID_CONFIG` for
   * what is no schema
   */
  register<Schema extends SecretSchema>(schema: Schema): Schema {
    if (!isSecretSchema(schema)) throw noSchema();
    const type = schema.TYPE;
    const known = this.#schemas.get(type);
    const builtIn = isBuiltInType(type);
    if (builtIn ? readBrand(schema, "builtIn") !== type : known !== undefined && known !== schema) {
      throw exists(type, { builtIn });
    }
    // The first copy of a built-in schema stays: they are all the same.
    if (known === undefined) this.#schemas.set(type, schema);
    return schema;
  }

  /**
   * The schema of a type.
   *
   * @throws KeykistError `SCHEMA_NOT_FOUND`, naming the types that are known; `UNSUPPORTED` for a built-in
   * type where zod is not installed
   */
  async get(type: string): Promise<SecretSchema> {
    const known = this.#schemas.get(type);
    if (known !== undefined) return known;
    if (!isZodBuiltInType(type)) throw notFound(type, this.types());
    const builtIns = await loadBuiltIns();
    return this.register(builtIns[type]);
  }

  has(type: string): boolean {
    return this.#schemas.has(type) || isZodBuiltInType(type);
  }

  types(): string[] {
    return [...new Set([...this.#schemas.keys(), ...ZOD_BUILT_IN_TYPES])].toSorted();
  }
}

function isBuiltInType(type: string): boolean {
  return type === arbitrarySchema.TYPE || isZodBuiltInType(type);
}

function noSchema(): KeykistError {
  return new KeykistError("INVALID_CONFIG", "what is to be registered is not a schema", {
    operation: "register",
    hint: "pass what defineSecretSchema answers, or an instance of a class that extends BaseSecretSchema",
  });
}

function exists(type: string, { builtIn }: { readonly builtIn: boolean }): KeykistError {
  return new KeykistError(
    "SCHEMA_EXISTS",
    builtIn
      ? `the type "${type}" is that of a built-in schema`
      : `another schema is registered under the type "${type}"`,
    {
      operation: "register",
      hint: "choose another type, or register the schema in a registry of its own: new SecretSchemaRegistry()",
    },
  );
}

function notFound(type: unknown, types: readonly string[]): KeykistError {
  const named = typeof type === "string" ? `${JSON.stringify(type)} ` : "";
  return new KeykistError("SCHEMA_NOT_FOUND", `no schema of the type ${named}is registered`, {
    operation: "get",
    hint: `register it with registerSecretSchema, or use one of: ${types.join(", ")}`,
  });
}

const registryKey = Symbol.for("keykist.schemaRegistry");
const registryMethods = ["register", "get", "has", "types"] as const;

function isSchemaRegistry(value: unknown): value is SchemaRegistry {
  return (
    typeof value === "object" &&
    value !== null &&
    registryMethods.every((name) => typeof Reflect.get(value, name) === "function")
  );
}

/**
 * The one registry of this process: what managers use that are given none. It is made on first use and shared
 * by all installed copies of this package; it is the only state that managers share.
 *
 * @throws KeykistError `INVALID_CONFIG` where something that is no registry stands in its place
 */
export function defaultSchemaRegistry(): SchemaRegistry {
  const present: unknown = Reflect.get(globalThis, registryKey);
  if (isSchemaRegistry(present)) return present;
  if (present !== undefined) {
    throw new KeykistError(
      "INVALID_CONFIG",
      'globalThis[Symbol.for("keykist.schemaRegistry")] holds something that is no schema registry',
      { hint: "remove what sets it; the symbol belongs to keykist" },
    );
  }
  const registry = new SecretSchemaRegistry();
  Object.defineProperty(globalThis, registryKey, { value: registry, configurable: true });
  return registry;
}

/**
 * Makes a schema known to all managers of this process that have no registry of their own, and returns it.
 *
 * @throws KeykistError `SCHEMA_EXISTS` where another schema has the type, `INVALID_CONFIG` for what is
 * no schema
 * @example
 * ```ts
 * export const exampleSchema = registerSecretSchema(
 *   defineSecretSchema("example", { username: z.string(), password: z.string() }),
 * );
 * ```
 */
export function registerSecretSchema<Schema extends SecretSchema>(schema: Schema): Schema {
  return defaultSchemaRegistry().register(schema);
}
