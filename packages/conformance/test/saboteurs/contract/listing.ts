import {
  type Call,
  KeykistError,
  type ListSecretsOptions,
  type OperationOptions,
  type RecordSummary,
  type SecretSummary,
} from "@keykist/core";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

export const listingSaboteurs: readonly Saboteur[] = [
  sabotage("contract/list-names", "gives the names in the order of the backend", (Base) => {
    return class extends Base {
      override async getAllSecretKeys(options?: OperationOptions): Promise<string[]> {
        return (await super.getAllSecretKeys(options)).toReversed();
      }
    };
  }),
  sabotage(
    "contract/list-names-none",
    "takes an empty listing for something that is not there",
    (Base) => {
      return class extends Base {
        override async getAllSecretKeys(options?: OperationOptions): Promise<string[]> {
          const names = await super.getAllSecretKeys(options);
          if (names.length === 0)
            throw new KeykistError("SECRET_NOT_FOUND", "there is nothing to list");
          return names;
        }
      };
    },
  ),
  sabotage(
    "contract/list",
    "lists one page of all secrets and forgets to ask for the next",
    (Base) => {
      return class extends Base {
        protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
          const isAll = prefix === "" && call.operation === "listSecrets";
          let listed = 0;
          for await (const summary of super.doList(prefix, call)) {
            yield summary;
            listed += 1;
            if (isAll && listed === 100) return;
          }
        }
      };
    },
  ),
  sabotage("contract/list-summaries", "lists another kind of revision than it reads", (Base) => {
    return class extends Base {
      override async *listSecrets(options?: ListSecretsOptions): AsyncIterable<SecretSummary> {
        for await (const summary of super.listSecrets(options)) {
          yield { ...summary, revision: `"${summary.revision}"` };
        }
      }
    };
  }),
  sabotage("contract/list-prefix", "takes a prefix for the name of a folder", (Base) => {
    return class extends Base {
      override async *listSecrets(options?: ListSecretsOptions): AsyncIterable<SecretSummary> {
        const folder = (options?.prefix ?? "").replace(/\/$/u, "");
        for await (const summary of super.listSecrets(options)) {
          const { name } = summary;
          const isScoped = this.config.scope !== "none";
          if (isScoped || folder === "" || name === folder || name.startsWith(`${folder}/`))
            yield summary;
        }
      }
    };
  }),
  sabotage("contract/list-again", "goes on where the last listing was left", (Base) => {
    return class extends Base {
      #left = 0;

      override async *listSecrets(options?: ListSecretsOptions): AsyncIterable<SecretSummary> {
        let toSkip = this.#left;
        for await (const summary of super.listSecrets(options)) {
          toSkip -= 1;
          if (toSkip >= 0) continue;
          this.#left += 1;
          yield summary;
        }
        this.#left = 0;
      }
    };
  }),
];
