import {
  type GuardedWriteOptions,
  KeykistError,
  type OperationOptions,
  type Revision,
  type SchemaRegistry,
  type Secret,
  type SecretsManagerConfig,
  SecretSchemaRegistry,
} from "@keykist/core";
import { MemorySecretsManager, type MemorySecretsManagerOptions } from "@keykist/core/memory";
import { creating, keys } from "../changed-hooks.ts";
import {
  type AnySchema,
  altered,
  type Change,
  type OpenSecretsManager,
  otherwise,
  sabotage,
} from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

/** A manager over the same store, that knows no type but the built-in ones. */
function unknowing({ given: [config, options] }: OpenSecretsManager): MemorySecretsManager {
  return new MemorySecretsManager(config, { ...options, registry: new SecretSchemaRegistry() });
}

/** Refuses a type that a manager's registry does not know. */
function refuseUnknown({ given: [, { registry }] }: OpenSecretsManager, type: string): void {
  if (registry?.has(type) === false)
    throw new KeykistError("SCHEMA_NOT_FOUND", "there is no such schema");
}

const isService = (error: KeykistError): boolean => error.message.includes('"service"');

interface SchemaOptions extends OperationOptions {
  readonly schema?: AnySchema | undefined;
}

export const writingSaboteurs: readonly Saboteur[] = [
  sabotage("schemas/register-missing", "leaves it to readers to miss a key", (Base) => {
    return class extends Base {
      override registerSecret(secret: Secret, options?: OperationOptions): Promise<Revision> {
        return otherwise(super.registerSecret(secret, options), ["INVALID_VALUE"], (error) => {
          const missing = error.issues?.every(({ problem }) => problem === "missing") ?? false;
          if (!missing || !isService(error)) throw error;
          return unknowing(this).registerSecret(secret, options);
        });
      }
    };
  }),
  sabotage("schemas/register-unknown-key", "stores keys that the type does not have", (Base) => {
    return class extends Base {
      override registerSecret(secret: Secret, options?: OperationOptions): Promise<Revision> {
        return otherwise(super.registerSecret(secret, options), ["INVALID_KEY"], (error) => {
          if (!isService(error)) throw error;
          return unknowing(this).registerSecret(secret, options);
        });
      }
    };
  }),
  sabotage(
    "schemas/registry-own",
    "knows what the registries of all managers before it know",
    (Base) => {
      const registries = new WeakMap<object, SchemaRegistry>();
      return class extends Base {
        constructor(
          config?: Partial<SecretsManagerConfig>,
          options: MemorySecretsManagerOptions = {},
        ) {
          const { store = {}, registry } = options;
          const earlier = registries.get(store);
          const known =
            registry === undefined || earlier === undefined ? registry : both(registry, earlier);
          super(config, { ...options, registry: known });
          if (known !== undefined) registries.set(store, known);
        }
      };
    },
  ),
  sabotage(
    "schemas/built-ins",
    "takes keys that begin with the type's name for its own",
    creating((record) => keys(record, (key) => !key.startsWith(`${record.type}_`))),
  ),
  sabotage("schemas/update-misfit", "does not check updates", (Base) => {
    return class extends Base {
      override updateSecret(secret: Secret, options?: GuardedWriteOptions): Promise<Revision> {
        return otherwise(super.updateSecret(secret, options), ["INVALID_VALUE"], (error) => {
          if (!isService(error)) throw error;
          return unknowing(this).updateSecret(secret, options);
        });
      }
    };
  }),
  sabotage(
    "schemas/update-unknown-type",
    "refuses to update a type that its registry does not know",
    (Base) => {
      return class extends Base {
        override async updateSecret(
          secret: Secret,
          options?: GuardedWriteOptions,
        ): Promise<Revision> {
          refuseUnknown(this, secret.type);
          return super.updateSecret(secret, options);
        }
      };
    },
  ),
  sabotage("schemas/modify-typed", "gives changes the stored text, whatever the schema", (Base) => {
    return class extends Base {
      override modifySecret(
        name: string,
        change: Change,
        options: SchemaOptions = {},
      ): Promise<Revision> {
        const { schema, signal } = options;
        const fits = schema !== undefined && this.stored(name)?.type === schema.TYPE;
        return super.modifySecret(name, change, fits ? { signal } : options);
      }
    };
  }),
  sabotage(
    "schemas/modify-keeps-bytes",
    "writes every key anew where a schema is given",
    (Base) => {
      return class extends Base {
        override async modifySecret(
          name: string,
          change: Change,
          options: SchemaOptions = {},
        ): Promise<Revision> {
          const { schema, signal } = options;
          if (schema?.TYPE !== this.stored(name)?.type || schema === undefined)
            return super.modifySecret(name, change, options);
          const { content, revision } = await this.getSecret(name, schema, { signal });
          return this.updateSecret(schema.create(name, await change(content)), {
            ifRevision: revision,
            signal,
          });
        }
      };
    },
  ),
  sabotage("schemas/modify-misfit", "does not check what a change answers", (Base) => {
    return class extends Base {
      override modifySecret(
        name: string,
        change: Change,
        options?: OperationOptions,
      ): Promise<Revision> {
        return otherwise(super.modifySecret(name, change, options), ["INVALID_VALUE"], (error) => {
          if (!isService(error)) throw error;
          return unknowing(this).modifySecret(name, change, options);
        });
      }
    };
  }),
  sabotage(
    "schemas/modify-mismatch",
    "modifies raw strings where the schema is of another type",
    (Base) => {
      return class extends Base {
        override modifySecret(
          name: string,
          change: Change,
          options?: OperationOptions,
        ): Promise<Revision> {
          return otherwise(super.modifySecret(name, change, options), ["SCHEMA_MISMATCH"], () =>
            super.modifySecret(name, change, { signal: options?.signal }),
          );
        }
      };
    },
  ),
  sabotage(
    "schemas/modify-unknown-type",
    "refuses to modify a type that its registry does not know",
    (Base) => {
      return class extends Base {
        override async modifySecret(
          name: string,
          change: Change,
          options?: OperationOptions,
        ): Promise<Revision> {
          refuseUnknown(this, this.stored(name)?.type ?? "arbitrary");
          return super.modifySecret(name, change, options);
        }
      };
    },
  ),
  sabotage("schemas/error-names", "says only that a secret does not fit", (Base) => {
    return class extends Base {
      override registerSecret(secret: Secret, options?: OperationOptions): Promise<Revision> {
        return otherwise(super.registerSecret(secret, options), ["INVALID_VALUE"], (error) => {
          throw altered(error, {
            message: "the secret does not fit its schema",
            issues: undefined,
          });
        });
      }
    };
  }),
];

/** A registry that asks another one for what it does not know itself. */
function both(first: SchemaRegistry, second: SchemaRegistry): SchemaRegistry {
  return {
    register: (schema) => first.register(schema),
    get: (type) => (first.has(type) ? first : second).get(type),
    has: (type) => first.has(type) || second.has(type),
    types: () => first.types(),
  };
}
