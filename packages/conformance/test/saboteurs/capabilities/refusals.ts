import {
  arbitrarySchema,
  type DeleteAllResult,
  type GuardedWriteOptions,
  type HistoryEntry,
  type OperationOptions,
  type Revision,
  type Secret,
} from "@keykist/core";
import {
  type Change,
  type OpenClass,
  OpenLimitedManager,
  OpenReadOnlyManager,
  otherwise,
  sabotage,
} from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

const limited = { base: OpenLimitedManager };
const readOnly = { base: OpenReadOnlyManager };

/** Each pretends, or imitates, what it does not claim. */
export const refusalSaboteurs: readonly Saboteur[] = [
  sabotage(
    "capabilities/no-guarded-update",
    "updates without the guard that it cannot give",
    (Base) => {
      return class extends Base {
        override updateSecret(
          secret: Secret<object>,
          { signal }: GuardedWriteOptions = {},
        ): Promise<Revision> {
          return super.updateSecret(secret, { signal });
        }
      };
    },
    limited,
  ),
  sabotage(
    "capabilities/no-modify",
    "imitates modifySecret by a read and an update",
    (Base) => {
      return class extends Base {
        override async modifySecret(
          name: string,
          change: Change,
          options: OperationOptions = {},
        ): Promise<Revision> {
          const { content } = await super.getSecret(name, options);
          return super.updateSecret(arbitrarySchema.create(name, await change(content)), options);
        }
      };
    },
    limited,
  ),
  sabotage(
    "capabilities/no-guarded-delete",
    "deletes without the guard that it cannot give",
    (Base) => {
      return class extends Base {
        override deleteSecret(name: string, { signal }: GuardedWriteOptions = {}): Promise<void> {
          return super.deleteSecret(name, { signal });
        }
      };
    },
    limited,
  ),
  sabotage(
    "capabilities/no-history",
    "gives an empty history where it keeps none",
    (Base) => {
      return class extends Base {
        override getSecretHistory(
          name: string,
          options?: OperationOptions,
        ): Promise<HistoryEntry[]> {
          return otherwise(super.getSecretHistory(name, options), ["UNSUPPORTED"], () => []);
        }
      };
    },
    limited,
  ),
  sabotage(
    "capabilities/no-rollback",
    "answers a rollback that it cannot make with the revision asked for",
    (Base) => {
      return class extends Base {
        override rollbackSecret(
          name: string,
          revision: Revision,
          options?: OperationOptions,
        ): Promise<Revision> {
          return otherwise(
            super.rollbackSecret(name, revision, options),
            ["UNSUPPORTED"],
            () => revision,
          );
        }
      };
    },
    limited,
  ),
  sabotage(
    "capabilities/no-undelete",
    "says that a secret is not there where it cannot bring any back",
    (Base) => {
      return class extends Base {
        override undeleteSecret(name: string, options?: OperationOptions): Promise<Revision> {
          return otherwise(super.undeleteSecret(name, options), ["UNSUPPORTED"], () => "none");
        }
      };
    },
    limited,
  ),
  sabotage(
    "capabilities/no-adopt",
    "is content with an adoption that it cannot make",
    (Base) => {
      return class extends Base {
        override adoptSecret(
          name: string,
          type: string,
          options?: OperationOptions,
        ): Promise<Revision> {
          return otherwise(super.adoptSecret(name, type, options), ["UNSUPPORTED"], () => "none");
        }
      };
    },
    limited,
  ),
  sabotage(
    "capabilities/read-only-register",
    "drops what it may not register",
    (Base) => {
      return class extends Base {
        override registerSecret(
          secret: Secret<object>,
          options?: OperationOptions,
        ): Promise<Revision> {
          return otherwise(super.registerSecret(secret, options), ["UNSUPPORTED"], () => "none");
        }
      };
    },
    readOnly,
  ),
  sabotage(
    "capabilities/read-only-update",
    "drops what it may not update",
    (Base) => {
      return class extends Base {
        override updateSecret(
          secret: Secret<object>,
          options?: GuardedWriteOptions,
        ): Promise<Revision> {
          return otherwise(super.updateSecret(secret, options), ["UNSUPPORTED"], () => "none");
        }
      };
    },
    readOnly,
  ),
  sabotage(
    "capabilities/read-only-delete",
    "deletes although it may not write",
    (Base) => deletingAnyway(Base),
    readOnly,
  ),
  sabotage(
    "capabilities/read-only-delete-all",
    "says that it deleted nothing where it may not delete",
    (Base) => {
      return class extends Base {
        override deleteAllSecrets(options?: OperationOptions): Promise<DeleteAllResult> {
          return otherwise(super.deleteAllSecrets(options), ["UNSUPPORTED"], () => ({
            deleted: 0,
            failed: new Map(),
          }));
        }
      };
    },
    readOnly,
  ),
];

function deletingAnyway(Base: OpenClass): OpenClass {
  return class extends Base {
    override deleteSecret(name: string, options?: GuardedWriteOptions): Promise<void> {
      return otherwise(super.deleteSecret(name, options), ["UNSUPPORTED"], () => {
        this.store.secrets.delete(name);
      });
    }
  };
}
