import {
  type Call,
  type Capabilities,
  type CreateOutcome,
  type GuardedWriteOptions,
  KeykistError,
  type Limits,
  type OperationOptions,
  type Revision,
  type Secret,
  type SecretPath,
  type SecretRecord,
} from "@keykist/core";
import { MemoryBackendError } from "@keykist/core/memory";
import {
  type Change,
  type OpenClass,
  OpenLimitedManager,
  OpenSecretsManager,
  otherwise,
  sabotage,
} from "./open-manager.ts";
import type { Saboteur } from "./saboteur.ts";

export const limitsSaboteurs: readonly Saboteur[] = [
  sabotage("limits/value-within", "refuses a value that is as large as it may be", (Base) =>
    refusing(Base, ({ count, longest }, { valueBytes }) => count === 1 && longest >= valueBytes),
  ),
  sabotage("limits/value-above", "is off by one in the size of a value", (Base) =>
    accepting(Base, ({ valueBytes }) => ({ valueBytes: valueBytes + 1 })),
  ),
  sabotage("limits/value-bytes", "counts the characters of a value", (Base) => {
    return class extends Base {
      override registerSecret(
        secret: Secret<object>,
        options?: OperationOptions,
      ): Promise<Revision> {
        return otherwise(super.registerSecret(secret, options), ["LIMIT_EXCEEDED"], (error) => {
          const { valueBytes } = this.capabilities.limits;
          if (measured(secret).longest > valueBytes) throw error;
          return widened(this, { valueBytes: 4 * valueBytes }).registerSecret(secret, options);
        });
      }
    };
  }),
  sabotage("limits/secret-within", "counts two bytes for each character of a secret", (Base) => {
    return class extends Base {
      protected override encodedBytes(record: SecretRecord): number {
        return 2 * super.encodedBytes(record);
      }
    };
  }),
  sabotage(
    "limits/secret-escaped",
    "measures the bytes of values, where its backend measures them as JSON",
    (Base) => {
      return class extends Base {
        protected override async doCreate(
          path: SecretPath,
          record: SecretRecord,
          call: Call,
        ): Promise<CreateOutcome> {
          // Without the two that stand around each value.
          const stored = [...record.entries.values()].map(
            (value) => Buffer.byteLength(JSON.stringify(value)) - 2,
          );
          if (stored.reduce((sum, bytes) => sum + bytes, 0) > this.capabilities.limits.secretBytes)
            throw new Error("the backend takes no such item");
          return super.doCreate(path, record, call);
        }
      };
    },
  ),
  sabotage(
    "limits/secret-near",
    "claims more bytes for a secret than its backend takes, by a fifth",
    (Base) => {
      return class extends Base {
        protected override doCreate(
          path: SecretPath,
          record: SecretRecord,
          call: Call,
        ): Promise<CreateOutcome> {
          const takes = 0.8 * this.capabilities.limits.secretBytes;
          if (super.encodedBytes(record) <= takes) return super.doCreate(path, record, call);
          return call.step("create", () => {
            throw new MemoryBackendError("denied");
          });
        }
      };
    },
  ),
  sabotage("limits/secret-above", "measures values one by one and never the whole", (Base) => {
    return class extends Base {
      protected override encodedBytes(): number {
        return 0;
      }
    };
  }),
  sabotage("limits/keys-within", "refuses a secret of as many keys as it may have", (Base) =>
    refusing(Base, ({ count }, { keys }) => count >= keys),
  ),
  sabotage("limits/keys-above", "is off by one in the number of keys", (Base) =>
    accepting(Base, ({ keys }) => ({ keys: keys + 1 })),
  ),
  sabotage(
    "limits/name-within",
    "refuses a name that is as long as it may be",
    (Base) => refusing(Base, ({ name }, { names }) => name >= names),
    {
      alsoFails: {
        "names-and-values/names-longest": "its names are of that length",
        "names-and-values/name-illegal-write": "it measures against a name of that length",
        "scopes/namespaces-longest": "its names are of that length",
      },
    },
  ),
  sabotage(
    "limits/name-above",
    "does not measure names",
    (Base) => accepting(Base, () => ({ names: 200 })),
    { base: OpenLimitedManager },
  ),
  sabotage("limits/update", "measures at registration only", (Base) => {
    return class extends Base {
      override updateSecret(
        secret: Secret<object>,
        options?: GuardedWriteOptions,
      ): Promise<Revision> {
        return otherwise(super.updateSecret(secret, options), ["LIMIT_EXCEEDED"], () =>
          widened(this, { valueBytes: 4 * this.capabilities.limits.valueBytes }).updateSecret(
            secret,
            options,
          ),
        );
      }
    };
  }),
  sabotage("limits/modify", "measures what it is given, and not what a change answers", (Base) => {
    return class extends Base {
      override modifySecret(
        name: string,
        change: Change,
        options?: OperationOptions,
      ): Promise<Revision> {
        return otherwise(super.modifySecret(name, change, options), ["LIMIT_EXCEEDED"], () =>
          widened(this, { valueBytes: 4 * this.capabilities.limits.valueBytes }).modifySecret(
            name,
            change,
            options,
          ),
        );
      }
    };
  }),
];

interface Measures {
  readonly name: number;
  readonly count: number;
  /** The characters of the longest value. */
  readonly longest: number;
}

function measured({ name, keys, content }: Secret<object>): Measures {
  const lengths = Object.values(content).map((value) => String(value).length);
  return { name: name.length, count: keys.length, longest: Math.max(0, ...lengths) };
}

/** A manager that refuses to register more than it should. */
function refusing(
  Base: OpenClass,
  refuses: (measures: Measures, limits: Limits) => boolean,
): OpenClass {
  return class extends Base {
    override async registerSecret(
      secret: Secret<object>,
      options?: OperationOptions,
    ): Promise<Revision> {
      if (refuses(measured(secret), this.capabilities.limits)) {
        throw new KeykistError("LIMIT_EXCEEDED", "the secret is too large", {
          outcome: "not_applied",
        });
      }
      return super.registerSecret(secret, options);
    }
  };
}

/** A manager that registers more than it claims to. */
function accepting(Base: OpenClass, wider: (limits: Limits) => Partial<Limits>): OpenClass {
  return class extends Base {
    override registerSecret(secret: Secret<object>, options?: OperationOptions): Promise<Revision> {
      return otherwise(super.registerSecret(secret, options), ["LIMIT_EXCEEDED"], () =>
        widened(this, wider(this.capabilities.limits)).registerSecret(secret, options),
      );
    }
  };
}

/** Another manager over the same store, with other limits. */
function widened(manager: OpenSecretsManager, limits: Partial<Limits>): OpenSecretsManager {
  class Widened extends OpenSecretsManager {
    override get capabilities(): Capabilities {
      const { capabilities } = manager;
      return { ...capabilities, limits: { ...capabilities.limits, ...limits } };
    }
  }
  return new Widened(...manager.given);
}
