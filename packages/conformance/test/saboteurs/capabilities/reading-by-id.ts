import {
  type Call,
  type GuardedWriteOptions,
  KeykistError,
  type Secret,
  type StoredRecord,
} from "@keykist/core";
import { keys } from "../changed-hooks.ts";
import {
  OpenLimitedManager,
  OpenSecretsManager,
  otherwise,
  type ReadOne,
  sabotage,
} from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

const BY_ID = "id:";

export const readingByIdSaboteurs: readonly Saboteur[] = [
  sabotage(
    "capabilities/read-by-id",
    "reads only the first key by an id",
    (Base) => {
      return class extends Base {
        protected override async doReadById(
          id: string,
          call: Call,
        ): Promise<StoredRecord | undefined> {
          const stored = await super.doReadById(id, call);
          return stored && keys(stored, (_key, index) => index === 0);
        }
      };
    },
    { alsoFails: { "capabilities/id-unchanged": "it reads what was not changed" } },
  ),
  sabotage("capabilities/id-unchanged", "deletes by an id what it can read by it", (Base) => {
    return class extends Base {
      override async deleteSecret(name: string, options?: GuardedWriteOptions): Promise<void> {
        if (!name.startsWith(BY_ID)) return super.deleteSecret(name, options);
        this.store.secrets.delete(name.slice(BY_ID.length));
      }
    };
  }),
  sabotage("capabilities/id-scopes", "reads by an id in every scope", (Base) => {
    return class extends Base {
      override readOne(...args: ReadOne): Promise<Secret> {
        return otherwise(super.readOne(...args), ["UNSUPPORTED"], (error) => {
          const [config, options] = this.given;
          const isScoped = config.scope !== undefined && config.scope !== "none";
          if (!isScoped || !args[0].startsWith(BY_ID)) throw error;
          return new OpenSecretsManager({}, options).readOne(...args);
        });
      }
    };
  }),
  sabotage(
    "capabilities/no-read-by-id",
    "takes an id for the name of an absent secret",
    (Base) => {
      return class extends Base {
        override readOne(...args: ReadOne): Promise<Secret> {
          return otherwise(super.readOne(...args), ["UNSUPPORTED"], (error) => {
            const { message, secret } = error;
            throw args[0].startsWith(BY_ID)
              ? new KeykistError("SECRET_NOT_FOUND", message, { secret })
              : error;
          });
        }
      };
    },
    { base: OpenLimitedManager },
  ),
];
