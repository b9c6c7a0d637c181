import type {
  Call,
  DeleteAllResult,
  GuardedWriteOptions,
  ListSecretsOptions,
  OperationOptions,
  RecordSummary,
  RemoveOutcome,
  Revision,
  Secret,
  SecretPath,
  SecretSummary,
  StoredRecord,
} from "@keykist/core";
import {
  type Answers,
  OpenSecretsManager,
  otherwise,
  type ReadMany,
  type ReadOne,
  sabotage,
} from "../open-manager.ts";
import { PAGE } from "../paging/memory-page.ts";
import type { Saboteur } from "../saboteur.ts";

/** A manager of another scope over the same store. */
function beside(
  { given: [, options] }: OpenSecretsManager,
  scope: "none" | "global",
): OpenSecretsManager {
  return new OpenSecretsManager({ scope }, options);
}

/** A path as a file system would see it. */
const withoutDot = (name: string): string => name.replace(/^\.\//u, "");

export const isolationSaboteurs: readonly Saboteur[] = [
  sabotage(
    "scopes/same-name",
    "shares a cache by name alone between scope none and scope component",
    (Base) => {
      const caches = new WeakMap<object, Map<string, Secret>>();
      return class extends Base {
        override async readOne(...args: ReadOne): Promise<Secret> {
          const [name] = args;
          const cache = caches.get(this.store) ?? new Map<string, Secret>();
          caches.set(this.store, cache);
          const { scope } = this.given[0];
          if (scope !== "none" && scope !== "component") return super.readOne(...args);
          const secret = await super.readOne(...args);
          if (scope === "none") cache.set(name, secret);
          return scope === "none" ? secret : (cache.get(name) ?? secret);
        }
      };
    },
    {
      alsoFails: {
        "scopes/delete-all-in-scope": "reads namesakes of scope none and scope component too",
      },
    },
  ),
  sabotage(
    "scopes/other-names",
    "looks in scope global where a component has no secret of the name",
    (Base) => {
      return class extends Base {
        protected override async doRead(
          path: SecretPath,
          call: Call,
        ): Promise<StoredRecord | undefined> {
          const stored = await super.doRead(path, call);
          if (stored !== undefined || path.scope !== "component") return stored;
          return super.doRead({ ...path, full: `keykist/global/${path.name}` }, call);
        }
      };
    },
  ),
  sabotage("scopes/lists", "lists in scope global what components have, too", (Base) => {
    return class extends Base {
      override async *listSecrets(options?: ListSecretsOptions): AsyncIterable<SecretSummary> {
        yield* super.listSecrets(options);
        if (this.given[0].scope !== "global") return;
        for (const [path, { type = "", current }] of this.store.secrets) {
          const name = /^keykist\/component\/[^/]*\/(.*)$/u.exec(path)?.[1];
          if (name !== undefined)
            yield {
              name,
              type,
              revision: current.revision,
              createdAt: undefined,
              updatedAt: undefined,
            };
        }
      }
    };
  }),
  sabotage(
    "scopes/lists-none",
    "lists in scope none whatever the backend has",
    (Base) => {
      return class extends Base {
        override async getAllSecretKeys(options?: OperationOptions): Promise<string[]> {
          const names = await super.getAllSecretKeys(options);
          return this.given[0].scope === "none" ? [...this.store.secrets.keys()].toSorted() : names;
        }
      };
    },
    { alsoFails: { "scopes/lists": "compares the whole list of scope none too" } },
  ),
  sabotage(
    "scopes/prefix-in-scope",
    "takes the path of a namespace for a prefix of its names",
    (Base) => {
      return class extends Base {
        override listSecrets(options: ListSecretsOptions = {}): AsyncIterable<SecretSummary> {
          const prefix = options.prefix?.replace(/^keykist\/namespace\/[^/]*\//u, "");
          return super.listSecrets({ ...options, prefix });
        }
      };
    },
  ),
  sabotage(
    "scopes/crafted-read",
    "resolves a dot at the beginning of a name when it reads",
    (Base) => {
      return class extends Base {
        override readOne(...[name, ...rest]: ReadOne): Promise<Secret> {
          return super.readOne(withoutDot(name), ...rest);
        }
      };
    },
  ),
  sabotage(
    "scopes/crafted-write",
    "resolves a dot at the beginning of a name when it deletes",
    (Base) => {
      return class extends Base {
        override deleteSecret(name: string, options?: GuardedWriteOptions): Promise<void> {
          return super.deleteSecret(withoutDot(name), options);
        }
      };
    },
  ),
  sabotage("scopes/batch-in-scope", "looks in scope none for what a batch did not find", (Base) => {
    return class extends Base {
      override async readMany(...[names, schema, options]: ReadMany): Promise<Answers> {
        const answers = await super.readMany(names, schema, options);
        if (this.given[0].scope !== "namespace") return answers;
        const others = await beside(this, "none").readMany([...answers.keys()], schema, options);
        return new Map(
          [...answers].map(([name, answer]) => [
            name,
            "code" in answer ? (others.get(name) ?? answer) : answer,
          ]),
        );
      }
    };
  }),
  sabotage(
    "scopes/update-in-scope",
    "updates in scope global what is not there in the namespace",
    (Base) => {
      return class extends Base {
        override updateSecret(secret: Secret, options?: GuardedWriteOptions): Promise<Revision> {
          return otherwise(super.updateSecret(secret, options), ["SECRET_NOT_FOUND"], (error) => {
            if (this.given[0].scope !== "namespace") throw error;
            return beside(this, "global").updateSecret(secret, options);
          });
        }
      };
    },
  ),
  sabotage(
    "scopes/delete-in-scope",
    "deletes with a global secret its namesakes in namespaces",
    (Base) => {
      return class extends Base {
        protected override async doRemove(
          path: SecretPath,
          expected: Revision | undefined,
          call: Call,
        ): Promise<RemoveOutcome> {
          const outcome = await super.doRemove(path, expected, call);
          for (const full of this.store.secrets.keys()) {
            const isNamesake =
              full.startsWith("keykist/namespace/") && full.endsWith(`/${path.name}`);
            if (path.scope === "global" && isNamesake) this.store.secrets.delete(full);
          }
          return outcome;
        }
      };
    },
  ),
  sabotage(
    "scopes/delete-all-in-scope",
    "deletes all that begins with the namespace, and forgets the slash",
    (Base) => {
      return class extends Base {
        override async deleteAllSecrets(options?: OperationOptions): Promise<DeleteAllResult> {
          const result = await super.deleteAllSecrets(options);
          const { namespace } = this.given[0];
          for (const path of this.store.secrets.keys()) {
            if (namespace !== undefined && path.startsWith(`keykist/namespace/${namespace}`))
              this.store.secrets.delete(path);
          }
          return result;
        }
      };
    },
  ),
  sabotage(
    "scopes/delete-all-none",
    "empties the backend when all of scope none is to be deleted",
    (Base) => {
      return class extends Base {
        override async deleteAllSecrets(options?: OperationOptions): Promise<DeleteAllResult> {
          const result = await super.deleteAllSecrets(options);
          if (this.given[0].scope === "none") this.store.secrets.clear();
          return result;
        }
      };
    },
  ),
  sabotage("scopes/pages", "takes a page of which nothing is to be shown for the end", (Base) => {
    return class extends Base {
      protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
        let others = 0;
        for await (const summary of super.doList(prefix, call)) {
          others = summary.path.startsWith("keykist/") && prefix === "" ? others + 1 : 0;
          if (others === PAGE) return;
          yield summary;
        }
      }
    };
  }),
];
