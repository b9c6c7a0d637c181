import {
  arbitrarySchema,
  isSecretName,
  type OperationOptions,
  type Revision,
  type Secret,
} from "@keykist/core";
import {
  type Answers,
  type Change,
  type ReadMany,
  type ReadOne,
  sabotage,
} from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

/** What a well-meaning developer makes of a name with a slash too many. */
const tidied = (name: string): string =>
  isSecretName(name.slice(0, -1)) ? name.replace(/\/$/u, "") : name;

export const refusalsSaboteurs: readonly Saboteur[] = [
  sabotage(
    "names-and-values/name-illegal-read",
    "tidies a slash at the end of a name away when it reads",
    (Base) => {
      return class extends Base {
        override readOne(...[name, ...rest]: ReadOne): Promise<Secret> {
          return super.readOne(tidied(name), ...rest);
        }
      };
    },
  ),
  sabotage(
    "names-and-values/name-illegal-batch",
    "tidies a slash at the end of a name away in batches",
    (Base) => {
      return class extends Base {
        override async readMany(...[names, ...rest]: ReadMany): Promise<Answers> {
          const asked = [...names];
          const answers = await super.readMany(asked.map(tidied), ...rest);
          return new Map(
            asked.flatMap((name) => {
              const answer = answers.get(tidied(name));
              return answer === undefined ? [] : [[name, answer] as const];
            }),
          );
        }
      };
    },
  ),
  sabotage(
    "names-and-values/name-illegal-delete",
    "tidies a slash at the end of a name away when it deletes",
    (Base) => {
      return class extends Base {
        override deleteSecret(name: string, options?: OperationOptions): Promise<void> {
          return super.deleteSecret(tidied(name), options);
        }
      };
    },
  ),
  sabotage(
    "names-and-values/name-illegal-modify",
    "tidies a slash at the end of a name away when it modifies",
    (Base) => {
      return class extends Base {
        override modifySecret(
          name: string,
          change: Change,
          options?: OperationOptions,
        ): Promise<Revision> {
          return super.modifySecret(tidied(name), change, options);
        }
      };
    },
  ),
  sabotage(
    "names-and-values/name-illegal-write",
    "trusts that whoever made a secret has checked its name",
    (Base) => {
      return class extends Base {
        override registerSecret(secret: Secret, options?: OperationOptions): Promise<Revision> {
          const name = tidied(secret.name);
          return super.registerSecret(
            name === secret.name ? secret : arbitrarySchema.create(name, secret.content),
            options,
          );
        }
      };
    },
  ),
];
