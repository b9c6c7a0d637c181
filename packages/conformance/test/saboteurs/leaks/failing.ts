import {
  type Call,
  type Classification,
  type CreateOutcome,
  type GuardedWriteOptions,
  KeykistError,
  type OperationOptions,
  type ReplaceOutcome,
  type Revision,
  type Secret,
  type SecretPath,
  type SecretRecord,
} from "@keykist/core";
import {
  type Answers,
  altered,
  otherwise,
  type ReadMany,
  type ReadOne,
  sabotage,
} from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

/** The same error, with a message that quotes the content of a secret. */
function quoting(error: KeykistError, content: Readonly<Record<string, string>>): KeykistError {
  return altered(error, { message: `${error.message}: ${JSON.stringify(content)}` });
}

export const failingSaboteurs: readonly Saboteur[] = [
  sabotage("leaks/unknown-error-write", "says in the message what it could not write", (Base) => {
    return class extends Base {
      override registerSecret(secret: Secret, options?: OperationOptions): Promise<Revision> {
        return otherwise(super.registerSecret(secret, options), ["UNKNOWN"], (error) => {
          throw quoting(error, secret.content);
        });
      }
    };
  }),
  sabotage(
    "leaks/unknown-error-read",
    "keeps the whole error of the backend in that of a read",
    (Base) => {
      return class extends Base {
        override readOne(...args: ReadOne): Promise<Secret> {
          return otherwise(super.readOne(...args), ["UNKNOWN"], (error) => {
            const values = [...(this.stored(args[0])?.current.entries.values() ?? [])];
            throw altered(error, { cause: { sent: values } });
          });
        }
      };
    },
  ),
  sabotage(
    "leaks/unknown-error-batch",
    "keeps the whole error of the backend in the answers of a batch",
    (Base) => {
      return class extends Base {
        override async readMany(...args: ReadMany): Promise<Answers> {
          const answers = await super.readMany(...args);
          for (const [name, answer] of answers) {
            const values = [...(this.stored(name)?.current.entries.values() ?? [])];
            if (KeykistError.is(answer, "UNKNOWN"))
              answers.set(name, altered(answer, { cause: { sent: values } }));
          }
          return answers;
        }
      };
    },
  ),
  sabotage(
    "leaks/known-error-write",
    "wraps the error of the backend by itself when it registers, and calls all of it harmless",
    (Base) => {
      return class extends Base {
        protected override async doCreate(
          path: SecretPath,
          record: SecretRecord,
          call: Call,
        ): Promise<CreateOutcome> {
          return keepingCause(super.doCreate(path, record, call), (error) => this.classify(error));
        }
      };
    },
  ),
  sabotage(
    "leaks/known-error-after-read",
    "wraps the error of the backend by itself when it modifies, and calls all of it harmless",
    (Base) => {
      return class extends Base {
        protected override async doReplace(
          path: SecretPath,
          record: SecretRecord,
          expected: Revision | undefined,
          call: Call,
        ): Promise<ReplaceOutcome> {
          const replacing = super.doReplace(path, record, expected, call);
          return call.operation === "modifySecret"
            ? keepingCause(replacing, (error) => this.classify(error))
            : replacing;
        }
      };
    },
  ),
  sabotage("leaks/refused", "says what the secret holds whose name is taken", (Base) => {
    return class extends Base {
      override registerSecret(secret: Secret, options?: OperationOptions): Promise<Revision> {
        return otherwise(
          super.registerSecret(secret, options),
          ["SECRET_EXISTS"],
          async (error) => {
            const entries = this.stored(secret.name)?.current.entries ?? [];
            throw quoting(error, Object.fromEntries(entries));
          },
        );
      }
    };
  }),
  sabotage("leaks/conflict", "hints at what somebody else has written", (Base) => {
    return class extends Base {
      override updateSecret(secret: Secret, options?: GuardedWriteOptions): Promise<Revision> {
        return otherwise(super.updateSecret(secret, options), ["REVISION_CONFLICT"], (error) => {
          const entries = Object.fromEntries(this.stored(secret.name)?.current.entries ?? []);
          throw altered(error, { hint: `compare with ${JSON.stringify(entries)}` });
        });
      }
    };
  }),
  sabotage("leaks/limit", "shows how a value that is too large begins", (Base) => {
    return class extends Base {
      override registerSecret(secret: Secret, options?: OperationOptions): Promise<Revision> {
        return otherwise(super.registerSecret(secret, options), ["LIMIT_EXCEEDED"], (error) => {
          const beginnings = Object.values(secret.content).map((value) => value.slice(0, 10));
          throw altered(error, { message: `${error.message} (${beginnings.join(", ")}…)` });
        });
      }
    };
  }),
  sabotage("leaks/abort", "keeps the caller's reason as the cause of the error", (Base) => {
    return class extends Base {
      override registerSecret(secret: Secret, options: OperationOptions = {}): Promise<Revision> {
        return otherwise(super.registerSecret(secret, options), ["ABORTED"], (error) => {
          throw altered(error, { cause: options.signal?.reason });
        });
      }
    };
  }),
  sabotage("leaks/timeout", "says what it was writing when the time was up", (Base) => {
    return class extends Base {
      override registerSecret(secret: Secret, options?: OperationOptions): Promise<Revision> {
        return otherwise(super.registerSecret(secret, options), ["TIMEOUT"], (error) => {
          throw quoting(error, secret.content);
        });
      }
    };
  }),
  sabotage("leaks/in-place-of-names", "quotes the revision that is not there", (Base) => {
    return class extends Base {
      override readOne(...args: ReadOne): Promise<Secret> {
        return otherwise(super.readOne(...args), ["REVISION_NOT_FOUND"], (error) => {
          throw altered(error, { message: `${error.message}: ${String(args[2].revision)}` });
        });
      }
    };
  }),
];

/** Makes a keykist error of an error that the flavor knows, with that as its cause, all of it. */
async function keepingCause<T>(
  work: Promise<T>,
  classify: (error: unknown) => Classification | undefined,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const classified = KeykistError.is(error) ? undefined : classify(error);
    if (classified === undefined) throw error;
    const { code, retry, outcome } = classified;
    // The mark by which the base knows a cause that a manager has seen to already.
    Object.defineProperty(Object(error), Symbol.for("keykist.cause"), { value: true });
    throw new KeykistError(code, "the backend refuses", { retry, outcome, cause: error });
  }
}
