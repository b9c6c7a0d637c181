import {
  type DeleteAllResult,
  type GuardedWriteOptions,
  KeykistError,
  type ListSecretsOptions,
  type OperationOptions,
  type Revision,
  type Secret,
  type SecretDescription,
  type SecretSummary,
} from "@keykist/core";
import { type Answers, altered, otherwise, type ReadMany, sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";
import { reporting } from "./reporting.ts";

export const abortingSaboteurs: readonly Saboteur[] = [
  sabotage(
    "errors/aborted-before",
    "listens to the signal, but does not look at it first",
    (Base) => {
      return class extends Base {
        override deleteSecret(name: string, options: GuardedWriteOptions = {}): Promise<void> {
          const isAborted = options.signal?.aborted === true;
          return super.deleteSecret(name, isAborted ? { ...options, signal: undefined } : options);
        }
      };
    },
  ),
  sabotage("errors/abort-reason", "drops the reason that a deletion was aborted for", (Base) => {
    return class extends Base {
      override deleteSecret(name: string, options?: GuardedWriteOptions): Promise<void> {
        return otherwise(super.deleteSecret(name, options), ["ABORTED"], (error) => {
          throw altered(error, { cause: undefined });
        });
      }
    };
  }),
  sabotage("errors/abort-read", "does not pass the signal on when it describes", (Base) => {
    return class extends Base {
      override describeSecret(
        name: string,
        options: OperationOptions = {},
      ): Promise<SecretDescription> {
        return super.describeSecret(name, options.signal?.aborted === true ? options : {});
      }
    };
  }),
  sabotage(
    "errors/abort-not-applied",
    "says unknown of every write that was aborted under way",
    (Base) => reporting(Base, { code: "ABORTED", outcome: "not_applied", as: "unknown" }),
  ),
  sabotage("errors/abort-unknown", "says not_applied of every write that was aborted", (Base) =>
    reporting(Base, { code: "ABORTED", outcome: "unknown", as: "not_applied" }),
  ),
  sabotage("errors/abort-stays", "answers an abort at once and lets the write go on", (Base) => {
    return class extends Base {
      override updateSecret(
        secret: Secret<object>,
        options: GuardedWriteOptions = {},
      ): Promise<Revision> {
        const { ifRevision, signal } = options;
        if (signal === undefined || signal.aborted) return super.updateSecret(secret, options);
        const { name } = secret;
        const before = this.stored(name)?.current.revision;
        const aborted = new Promise<never>((_resolve, reject) => {
          const listener = (): void => {
            const isApplied = this.stored(name)?.current.revision !== before;
            const outcome = isApplied ? "unknown" : "not_applied";
            const details = {
              operation: "updateSecret",
              flavor: "memory",
              secret: name,
              outcome,
            } as const;
            reject(
              new KeykistError("ABORTED", "it was aborted", { ...details, hint: "call it again" }),
            );
          };
          signal.addEventListener("abort", listener, { once: true });
        });
        return Promise.race([super.updateSecret(secret, { ifRevision }), aborted]);
      }
    };
  }),
  sabotage("errors/abort-listing", "ends a listing in silence when it is aborted", (Base) => {
    return class extends Base {
      override async *listSecrets(options?: ListSecretsOptions): AsyncIterable<SecretSummary> {
        let begun = false;
        try {
          for await (const summary of super.listSecrets(options)) {
            begun = true;
            yield summary;
          }
        } catch (error) {
          if (!begun || !KeykistError.is(error, "ABORTED")) throw error;
        }
      }
    };
  }),
  sabotage(
    "errors/abort-get-many",
    "answers an aborted batch with an error for each name",
    (Base) => {
      return class extends Base {
        override readMany(...args: ReadMany): Promise<Answers> {
          const [names] = args;
          return otherwise(
            super.readMany(...args),
            ["ABORTED"],
            (error) => new Map(names.map((name) => [name, altered(error, { secret: name })])),
          );
        }
      };
    },
  ),
  sabotage(
    "errors/abort-delete-all",
    "answers an abort with what it has deleted so far",
    (Base) => {
      return class extends Base {
        override async deleteAllSecrets(options: OperationOptions = {}): Promise<DeleteAllResult> {
          const before = this.store.secrets.size;
          return otherwise(super.deleteAllSecrets(options), ["ABORTED"], (error) => {
            const deleted = before - this.store.secrets.size;
            if (deleted < 2) throw error;
            return { deleted, failed: new Map() };
          });
        }
      };
    },
  ),
  sabotage("errors/no-listeners", "listens to the signal of every batch for ever", (Base) => {
    return class extends Base {
      override readMany(...args: ReadMany): Promise<Answers> {
        args[2].signal?.addEventListener("abort", () => undefined);
        return super.readMany(...args);
      }
    };
  }),
];
