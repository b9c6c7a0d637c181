import {
  type AdoptOutcome,
  arbitrarySchema,
  type Call,
  type CreateOutcome,
  KeykistError,
  type Operation,
  type OperationOptions,
  type RecordSummary,
  type RemoveOutcome,
  type ReplaceOutcome,
  type Revision,
  type Secret,
  type SecretDescription,
  type SecretPath,
  type SecretRecord,
  type StoredRecord,
} from "@keykist/core";
import { type OpenClass, otherwise, type ReadOne, sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

type Adoption = [name: string, type: string, options?: OperationOptions];

export const owningSaboteurs: readonly Saboteur[] = [
  sabotage("contract/unowned-get", "finds with a schema only what has its type", (Base) => {
    return class extends Base {
      override async readOne(...args: ReadOne): Promise<Secret> {
        const [name, schema] = args;
        const secret = await super.readOne(...args);
        if (schema?.TYPE !== arbitrarySchema.TYPE || this.stored(name)?.owned !== false)
          return secret;
        throw new KeykistError("SECRET_NOT_FOUND", "there is no such secret of that type", {
          secret: name,
        });
      }
    };
  }),
  sabotage("contract/unowned-describe", "gives what has no type the type arbitrary", (Base) => {
    return class extends Base {
      override async describeSecret(
        name: string,
        options?: OperationOptions,
      ): Promise<SecretDescription> {
        const description = await super.describeSecret(name, options);
        return { ...description, type: description.type ?? "arbitrary" };
      }
    };
  }),
  sabotage("contract/unowned-unlisted", "lists all that the backend shows", (Base) => {
    return class extends Base {
      protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
        for await (const summary of super.doList(prefix, call)) {
          const { type = "arbitrary" } = summary;
          yield call.wanted.owned === "owned" ? { ...summary, type, owned: true } : summary;
        }
      }
    };
  }),
  sabotage("contract/list-unowned", "shows all in a listing that is not of names alone", (Base) => {
    return class extends Base {
      protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
        for await (const summary of super.doList(prefix, call)) {
          const { type = "arbitrary" } = summary;
          const isAll = call.operation === "listSecrets" && call.wanted.owned === "owned";
          yield isAll ? { ...summary, type, owned: true } : summary;
        }
      }
    };
  }),
  sabotage("contract/unowned-register", "registers over what is not owned", (Base) => {
    return class extends Base {
      protected override doCreate(
        path: SecretPath,
        record: SecretRecord,
        call: Call,
      ): Promise<CreateOutcome> {
        if (this.stored(path.full)?.owned === false) this.store.secrets.delete(path.full);
        return super.doCreate(path, record, call);
      }
    };
  }),
  sabotage(
    "contract/unowned-update",
    "does not ask whose the secret is before it updates it",
    (Base) => seizing(Base, "updateSecret"),
  ),
  sabotage(
    "contract/unowned-modify",
    "does not ask whose the secret is before it modifies it",
    (Base) => seizing(Base, "modifySecret"),
  ),
  sabotage(
    "contract/unowned-delete",
    "does not ask whose the secret is before it deletes it",
    (Base) => seizing(Base, "deleteSecret"),
  ),
  sabotage(
    "contract/unowned-rollback",
    "does not ask whose the secret is before it rolls it back",
    (Base) => seizing(Base, "rollbackSecret"),
  ),
  sabotage(
    "contract/adopt",
    "looks for a mark that only registration sets before it updates",
    (Base) => {
      return class extends Base {
        readonly #adopted = new Set<string>();

        protected override doAdopt(
          ...args: [SecretPath, string, Revision, Call]
        ): Promise<AdoptOutcome> {
          this.#adopted.add(args[0].full);
          return super.doAdopt(...args);
        }

        protected override async doReplace(
          ...args: [SecretPath, SecretRecord, Revision | undefined, Call]
        ): Promise<ReplaceOutcome> {
          return this.#adopted.has(args[0].full) ? { kind: "not_owned" } : super.doReplace(...args);
        }
      };
    },
  ),
  sabotage(
    "contract/adopt-listed",
    "looks for a mark that only registration sets when it lists",
    (Base) => {
      return class extends Base {
        readonly #adopted = new Set<string>();

        protected override doAdopt(
          ...args: [SecretPath, string, Revision, Call]
        ): Promise<AdoptOutcome> {
          this.#adopted.add(args[0].full);
          return super.doAdopt(...args);
        }

        protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
          for await (const summary of super.doList(prefix, call)) {
            if (!this.#adopted.has(summary.path)) yield summary;
          }
        }
      };
    },
  ),
  sabotage("contract/adopt-revision", "answers a revision of its own making", (Base) => {
    return class extends Base {
      override async adoptSecret(...args: Adoption): Promise<Revision> {
        return `${await super.adoptSecret(...args)}-adopted`;
      }
    };
  }),
  sabotage("contract/adopt-twice", "refuses to adopt what it has adopted", (Base) => {
    return class extends Base {
      readonly #adopted = new Set<string>();

      override async adoptSecret(...args: Adoption): Promise<Revision> {
        const revision = await super.adoptSecret(...args);
        if (this.#adopted.has(args[0]))
          throw new KeykistError("SECRET_EXISTS", "it is adopted already");
        this.#adopted.add(args[0]);
        return revision;
      }
    };
  }),
  sabotage(
    "contract/adopt-other-type",
    "is content when the secret is owned, whatever its type",
    (Base) => adoptingAnyway(Base, "SCHEMA_MISMATCH", async () => "none"),
  ),
  sabotage("contract/adopt-absent", "is content when there is nothing to adopt", (Base) =>
    adoptingAnyway(Base, "SECRET_NOT_FOUND", async () => "none"),
  ),
  sabotage(
    "contract/adopt-unknown-type",
    "adopts as arbitrary what it is given no known type for",
    (Base) => adoptingAnyway(Base, "SCHEMA_NOT_FOUND", (adoptAsArbitrary) => adoptAsArbitrary()),
  ),
  sabotage("contract/adopt-misfit", "adopts as arbitrary what does not fit", (Base) =>
    adoptingAnyway(Base, "INVALID_VALUE", (adoptAsArbitrary) => adoptAsArbitrary()),
  ),
];

/** A manager that, in one operation, takes what is not owned for its own. */
function seizing(Base: OpenClass, operation: Operation): OpenClass {
  return class extends Base {
    protected override async doRead(
      path: SecretPath,
      call: Call,
    ): Promise<StoredRecord | undefined> {
      const record = await super.doRead(path, call);
      return record === undefined || call.operation !== operation
        ? record
        : { ...record, owned: true, type: record.type ?? "arbitrary" };
    }

    protected override doReplace(
      ...args: [SecretPath, SecretRecord, Revision | undefined, Call]
    ): Promise<ReplaceOutcome> {
      this.#seize(args[0], args[3]);
      return super.doReplace(...args);
    }

    protected override doRemove(
      ...args: [SecretPath, Revision | undefined, Call]
    ): Promise<RemoveOutcome> {
      this.#seize(args[0], args[2]);
      return super.doRemove(...args);
    }

    #seize(path: SecretPath, call: Call): void {
      if (call.operation !== operation) return;
      this.meddle(path.full, ({ type = "arbitrary" }) => ({ type, owned: true }));
    }
  };
}

/** A manager that does something else where an adoption fails. */
function adoptingAnyway(
  Base: OpenClass,
  code: KeykistError["code"],
  instead: (adoptAsArbitrary: () => Promise<Revision>) => Promise<Revision>,
): OpenClass {
  return class extends Base {
    override adoptSecret(...args: Adoption): Promise<Revision> {
      const [name, , options] = args;
      const asArbitrary = (): Promise<Revision> => super.adoptSecret(name, "arbitrary", options);
      return otherwise(super.adoptSecret(...args), [code], (error) => {
        if (this.config.scope !== "none") throw error;
        return instead(asArbitrary);
      });
    }
  };
}
