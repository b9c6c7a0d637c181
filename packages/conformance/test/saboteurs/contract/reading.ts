import {
  arbitrarySchema,
  type Call,
  KeykistError,
  type OperationOptions,
  type ReplaceOutcome,
  type Revision,
  type Secret,
  type SecretDescription,
  type SecretPath,
  type SecretRecord,
  type StoredRecord,
} from "@keykist/core";
import {
  type Answers,
  altered,
  looking,
  otherwise,
  type ReadMany,
  type ReadOne,
  sabotage,
} from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

export const readingSaboteurs: readonly Saboteur[] = [
  sabotage(
    "contract/get-absent",
    "answers an empty secret for an absent one when a schema is given",
    (Base) => {
      return class extends Base {
        override readOne(...args: ReadOne): Promise<Secret> {
          const [name, schema] = args;
          return otherwise(super.readOne(...args), ["SECRET_NOT_FOUND"], (error) => {
            if (schema === undefined || args[2].revision !== undefined) throw error;
            return arbitrarySchema.create(name, {});
          });
        }
      };
    },
  ),
  sabotage("contract/get-keys", "answers an empty value for a key that is not there", (Base) => {
    return class extends Base {
      override async readOne(...args: ReadOne): Promise<Secret> {
        const secret = await super.readOne(...args);
        const { keys } = args[2];
        if (keys === undefined) return secret;
        const empty = Object.fromEntries(keys.map((key) => [key, ""]));
        return Object.freeze(
          looking(secret, { content: Object.freeze({ ...empty, ...secret.content }) }),
        );
      }
    };
  }),
  sabotage("contract/get-keys-not-written", "forgets that it gave out only a part", (Base) => {
    return class extends Base {
      override async readOne(...args: ReadOne): Promise<Secret> {
        const [name, schema, { keys }] = args;
        const secret = await super.readOne(...args);
        return keys === undefined || schema !== undefined
          ? secret
          : arbitrarySchema.create(name, { ...secret.content });
      }
    };
  }),
  sabotage("contract/get-revision", "looks for a revision among the earlier ones only", (Base) => {
    return class extends Base {
      protected override async doReadRevision(
        path: SecretPath,
        revision: Revision,
        call: Call,
      ): Promise<StoredRecord | undefined> {
        const record = await super.doReadRevision(path, revision, call);
        return revision === this.stored(path.full)?.current.revision ? undefined : record;
      }
    };
  }),
  sabotage("contract/get-revision-unknown", "compares revisions by how they begin", (Base) => {
    return class extends Base {
      protected override doReadRevision(
        path: SecretPath,
        revision: Revision,
        call: Call,
      ): Promise<StoredRecord | undefined> {
        const present = this.stored(path.full)?.current.revision;
        const same =
          present !== undefined && revision.startsWith(present) && call.operation === "getSecret";
        return super.doReadRevision(path, same ? present : revision, call);
      }
    };
  }),
  sabotage(
    "contract/get-revision-of-another",
    "looks for a revision among those of all secrets",
    (Base) => {
      return class extends Base {
        protected override async doReadRevision(
          path: SecretPath,
          revision: Revision,
          call: Call,
        ): Promise<StoredRecord | undefined> {
          const record = await super.doReadRevision(path, revision, call);
          const isThere = this.stored(path.full) !== undefined;
          if (record !== undefined || !isThere || call.operation !== "getSecret") return record;
          const other = [...this.store.secrets.values()].find(
            ({ current }) => current.revision === revision,
          );
          return (
            other && {
              type: other.type,
              owned: other.owned,
              entries: other.current.entries,
              revision,
            }
          );
        }
      };
    },
  ),
  sabotage(
    "contract/get-revision-absent",
    "says that the revision is missing where the secret is",
    (Base) => {
      return class extends Base {
        override readOne(...args: ReadOne): Promise<Secret> {
          return otherwise(super.readOne(...args), ["SECRET_NOT_FOUND"], (error) => {
            throw args[2].revision === undefined
              ? error
              : altered(error, { code: "REVISION_NOT_FOUND" });
          });
        }
      };
    },
  ),
  sabotage(
    "contract/get-many",
    "answers many in the order of the backend",
    (Base) => {
      return class extends Base {
        override async readMany(...args: ReadMany): Promise<Answers> {
          const answers = await super.readMany(...args);
          return new Map([...answers].toSorted(([a], [b]) => (a < b ? -1 : 1)));
        }
      };
    },
    { alsoFails: { "names-and-values/batch-exact": "the order is part of what it compares" } },
  ),
  sabotage("contract/get-many-absent", "leaves out of a batch what is not there", (Base) => {
    return class extends Base {
      override async readMany(...args: ReadMany): Promise<Answers> {
        const answers = await super.readMany(...args);
        if (this.config.scope !== "none") return answers;
        return new Map(
          [...answers].filter(([, answer]) => !KeykistError.is(answer, "SECRET_NOT_FOUND")),
        );
      }
    };
  }),
  sabotage(
    "contract/get-many-invalid",
    "refuses a batch for one name that is none",
    (Base) => {
      return class extends Base {
        override async readMany(...args: ReadMany): Promise<Answers> {
          const answers = await super.readMany(...args);
          for (const answer of answers.values())
            if (KeykistError.is(answer, "INVALID_NAME")) throw answer;
          return answers;
        }
      };
    },
    { alsoFails: { "names-and-values/name-illegal-batch": "no name of its batch is one" } },
  ),
  sabotage(
    "contract/get-many-twice",
    "refuses a batch that has a name twice, as backends do",
    (Base) => {
      return class extends Base {
        override async readMany(...args: ReadMany): Promise<Answers> {
          const [names] = args;
          if (new Set(names).size < names.length)
            throw new KeykistError("UNKNOWN", "the batch has a name twice");
          return super.readMany(...args);
        }
      };
    },
  ),
  sabotage("contract/get-many-none", "refuses an empty batch, as backends do", (Base) => {
    return class extends Base {
      override async readMany(...args: ReadMany): Promise<Answers> {
        if (args[0].length === 0) throw new KeykistError("UNKNOWN", "the batch is empty");
        return super.readMany(...args);
      }
    };
  }),
  sabotage(
    "contract/describe",
    "leaves the values unread for a description, and loses the keys with them",
    (Base) => {
      return class extends Base {
        protected override async doRead(
          path: SecretPath,
          call: Call,
        ): Promise<StoredRecord | undefined> {
          const record = await super.doRead(path, call);
          return record && call.operation === "describeSecret"
            ? { ...record, entries: new Map() }
            : record;
        }
      };
    },
  ),
  sabotage("contract/describe-absent", "describes an absent secret as one without keys", (Base) => {
    return class extends Base {
      override describeSecret(
        name: string,
        options?: OperationOptions,
      ): Promise<SecretDescription> {
        const nothing = { createdAt: undefined, updatedAt: undefined, owned: false };
        return otherwise(super.describeSecret(name, options), ["SECRET_NOT_FOUND"], () => ({
          ...nothing,
          name,
          type: undefined,
          revision: "",
          keys: [],
        }));
      }
    };
  }),
  sabotage("contract/describe-times", "makes a secret anew for every update", (Base) => {
    return class extends Base {
      protected override async doReplace(
        path: SecretPath,
        record: SecretRecord,
        expected: Revision | undefined,
        call: Call,
      ): Promise<ReplaceOutcome> {
        const outcome = await super.doReplace(path, record, expected, call);
        if (outcome.kind === "replaced")
          this.meddle(path.full, ({ current }) => ({ createdAt: current.at }));
        return outcome;
      }
    };
  }),
];
