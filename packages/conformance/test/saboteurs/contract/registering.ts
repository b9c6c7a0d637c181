import type {
  Call,
  CreateOutcome,
  OperationOptions,
  Revision,
  Secret,
  SecretPath,
  SecretRecord,
} from "@keykist/core";
import {
  type Answers,
  looking,
  otherwise,
  type ReadMany,
  type ReadOne,
  sabotage,
} from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

export const registeringSaboteurs: readonly Saboteur[] = [
  sabotage(
    "contract/register-get",
    "gives the keys in the order of the backend",
    (Base) => {
      return class extends Base {
        override async readOne(...args: ReadOne): Promise<Secret> {
          const secret = await super.readOne(...args);
          if (secret.type !== "arbitrary" || args[2].keys !== undefined) return secret;
          return Object.freeze(looking(secret, { keys: secret.keys.toReversed() }));
        }
      };
    },
    { alsoFails: { "names-and-values/keys-inherited": "the order is part of what it compares" } },
  ),
  sabotage(
    "contract/register-revision",
    "answers a revision of its own making",
    (Base) => {
      return class extends Base {
        override async registerSecret(
          secret: Secret<object>,
          options?: OperationOptions,
        ): Promise<Revision> {
          return `${await super.registerSecret(secret, options)}-1`;
        }
      };
    },
    {
      alsoFails: {
        "schemas/revision-typed": "it reads by the revision that a registration answered",
      },
    },
  ),
  sabotage(
    "contract/register-taken",
    "takes its own second registration for a repetition of the first",
    (Base) => {
      return class extends Base {
        readonly #registered = new Map<string, Revision>();

        override async registerSecret(
          secret: Secret<object>,
          options?: OperationOptions,
        ): Promise<Revision> {
          const work = super.registerSecret(secret, options);
          const revision = await otherwise(work, ["SECRET_EXISTS"], (error) => {
            const known = this.#registered.get(secret.name);
            if (known === undefined) throw error;
            return known;
          });
          this.#registered.set(secret.name, revision);
          return revision;
        }
      };
    },
    { alsoFails: { "leaks/refused": "it looks into the refusal of such a registration" } },
  ),
  sabotage(
    "contract/register-taken-untouched",
    "touches the secret before it sees that the name is taken",
    (Base) => {
      return class extends Base {
        protected override async doCreate(
          path: SecretPath,
          record: SecretRecord,
          call: Call,
        ): Promise<CreateOutcome> {
          const outcome = await super.doCreate(path, record, call);
          if (outcome.kind === "exists") {
            this.meddle(path.full, ({ owned, current }) =>
              owned ? { current: this.store.state(current.entries, current.at) } : {},
            );
          }
          return outcome;
        }
      };
    },
  ),
  sabotage(
    "contract/register-after-delete",
    "brings keys of the deleted secret back with its name",
    (Base) => {
      return class extends Base {
        protected override doCreate(
          path: SecretPath,
          record: SecretRecord,
          call: Call,
        ): Promise<CreateOutcome> {
          const deleted = this.store.deleted.get(path.full)?.current.entries ?? [];
          return super.doCreate(
            path,
            { ...record, entries: new Map([...deleted, ...record.entries]) },
            call,
          );
        }
      };
    },
  ),
  sabotage(
    "contract/register-after-delete-revision",
    "counts the revisions of a name from the first again",
    (Base) => {
      return class extends Base {
        protected override async doCreate(
          path: SecretPath,
          record: SecretRecord,
          call: Call,
        ): Promise<CreateOutcome> {
          const first = this.store.deleted.get(path.full)?.earlier.at(-1);
          const outcome = await super.doCreate(path, record, call);
          if (outcome.kind === "exists" || first === undefined) return outcome;
          const { revision } = first;
          this.meddle(path.full, ({ current }) => ({ current: { ...current, revision } }));
          return { kind: "created", revision };
        }
      };
    },
  ),
  sabotage(
    "contract/register-after-delete-history",
    "continues the history of the deleted secret",
    (Base) => {
      return class extends Base {
        protected override async doCreate(
          path: SecretPath,
          record: SecretRecord,
          call: Call,
        ): Promise<CreateOutcome> {
          const deleted = this.store.deleted.get(path.full);
          const outcome = await super.doCreate(path, record, call);
          if (deleted !== undefined && outcome.kind === "created") {
            this.meddle(path.full, () => ({ earlier: [deleted.current, ...deleted.earlier] }));
          }
          return outcome;
        }
      };
    },
    { alsoFails: { "history/rollback-namesake": "it rolls back to such a state" } },
  ),
  sabotage("contract/input-untouched", "uses up the list of names that it is given", (Base) => {
    return class extends Base {
      override async readMany(...args: ReadMany): Promise<Answers> {
        const answers = await super.readMany(...args);
        const [names] = args;
        if (Array.isArray(names)) names.length = 0;
        return answers;
      }
    };
  }),
  sabotage(
    "contract/input-not-kept",
    "looks at the caller's list again when the answers are there",
    (Base) => {
      return class extends Base {
        override async readMany(...args: ReadMany): Promise<Answers> {
          const answers = await super.readMany(...args);
          return new Map([...answers].filter(([name]) => args[0].includes(name)));
        }
      };
    },
  ),
  sabotage("contract/answers-frozen", "gives out secrets that can be changed", (Base) => {
    return class extends Base {
      override async readOne(...args: ReadOne): Promise<Secret> {
        return looking(await super.readOne(...args), {});
      }
    };
  }),
  sabotage(
    "contract/answers-stay",
    "gives out one list of names and keeps it up to date",
    (Base) => {
      return class extends Base {
        readonly #names: string[] = [];

        override async getAllSecretKeys(options?: OperationOptions): Promise<string[]> {
          this.#names.splice(0, Infinity, ...(await super.getAllSecretKeys(options)));
          return this.#names;
        }
      };
    },
  ),
];
