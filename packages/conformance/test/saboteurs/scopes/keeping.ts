import type {
  Call,
  HistoryEntry,
  OperationOptions,
  Revision,
  SecretPath,
  UndeleteOutcome,
} from "@keykist/core";
import { OpenSecretsManager, otherwise, sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

/** A manager of another scope over the same store. */
function beside(
  { given: [, options] }: OpenSecretsManager,
  scope: "none" | "global",
): OpenSecretsManager {
  return new OpenSecretsManager({ scope }, options);
}

export const keepingSaboteurs: readonly Saboteur[] = [
  sabotage("scopes/history-in-scope", "finds the history of a secret by its name alone", (Base) => {
    return class extends Base {
      override async getSecretHistory(
        name: string,
        options?: OperationOptions,
      ): Promise<HistoryEntry[]> {
        const history = await super.getSecretHistory(name, options);
        if (this.given[0].scope !== "namespace") return history;
        return [...history, ...(await beside(this, "global").getSecretHistory(name, options))];
      }
    };
  }),
  sabotage(
    "scopes/rollback-in-scope",
    "finds the state to roll back to by its revision alone",
    (Base) => {
      return class extends Base {
        override rollbackSecret(
          name: string,
          revision: Revision,
          options?: OperationOptions,
        ): Promise<Revision> {
          return otherwise(
            super.rollbackSecret(name, revision, options),
            ["REVISION_NOT_FOUND"],
            async (error) => {
              if (this.given[0].scope !== "namespace") throw error;
              const state = await beside(this, "global").getSecret(name, { revision });
              return this.updateSecret(state);
            },
          );
        }
      };
    },
  ),
  sabotage("scopes/undelete-in-scope", "brings back every deleted secret of the name", (Base) => {
    return class extends Base {
      protected override async doUndelete(path: SecretPath, call: Call): Promise<UndeleteOutcome> {
        const { secrets, deleted } = this.store;
        const outcome = await super.doUndelete(path, call);
        for (const [full, secret] of deleted) {
          if (outcome.kind === "restored" && full.endsWith(`/${path.name}`))
            secrets.set(full, secret);
        }
        return outcome;
      }
    };
  }),
  sabotage("scopes/undelete-not-in-scope", "looks for what was deleted in every scope", (Base) => {
    return class extends Base {
      override undeleteSecret(name: string, options?: OperationOptions): Promise<Revision> {
        return otherwise(super.undeleteSecret(name, options), ["SECRET_NOT_FOUND"], (error) => {
          if (this.given[0].scope !== "namespace") throw error;
          return beside(this, "global").undeleteSecret(name, options);
        });
      }
    };
  }),
  sabotage(
    "scopes/adopt-in-scope",
    "looks for what is to be adopted where other programs put it, in scope none",
    (Base) => {
      return class extends Base {
        override adoptSecret(
          name: string,
          type: string,
          options?: OperationOptions,
        ): Promise<Revision> {
          return otherwise(
            super.adoptSecret(name, type, options),
            ["SECRET_NOT_FOUND"],
            (error) => {
              if (this.given[0].scope !== "namespace") throw error;
              return beside(this, "none").adoptSecret(name, type, options);
            },
          );
        }
      };
    },
  ),
];
