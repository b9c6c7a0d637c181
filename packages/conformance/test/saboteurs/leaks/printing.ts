import type {
  Call,
  HistoryEntry,
  ListSecretsOptions,
  OperationOptions,
  Secret,
  SecretDescription,
  SecretSummary,
  SecretPath,
  StoredRecord,
} from "@keykist/core";
import { KeykistError } from "@keykist/core";
import { type Answers, looking, type ReadMany, type ReadOne, sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

/** A secret that has its entries in a property of its own, beside `content`. */
function hoarding(secret: Secret): Secret {
  return Object.assign(looking(secret, {}), { entries: { ...secret.content } });
}

export const printingSaboteurs: readonly Saboteur[] = [
  sabotage(
    "leaks/secret",
    "keeps the raw entries of a secret in a property",
    (Base) => {
      return class extends Base {
        override async readOne(...args: ReadOne): Promise<Secret> {
          const secret = await super.readOne(...args);
          return args[2].keys === undefined ? hoarding(secret) : secret;
        }
      };
    },
    { alsoFails: { "contract/answers-frozen": "finds a secret that is not frozen" } },
  ),
  sabotage("leaks/secret-part", "keeps the keys that were not asked for in a property", (Base) => {
    return class extends Base {
      override async readOne(...args: ReadOne): Promise<Secret> {
        const secret = await super.readOne(...args);
        return args[2].keys === undefined || args[2].keys.length === 0 ? secret : hoarding(secret);
      }
    };
  }),
  sabotage("leaks/secret-batch", "answers batches with plain objects", (Base) => {
    return class extends Base {
      override async readMany(...args: ReadMany): Promise<Answers> {
        const answers = await super.readMany(...args);
        return new Map(
          [...answers].map(([name, answer]) => [
            name,
            KeykistError.is(answer) ? answer : hoarding(answer),
          ]),
        );
      }
    };
  }),
  sabotage(
    "leaks/describe",
    "describes each key with the end of its value, to tell them apart",
    (Base) => {
      return class extends Base {
        override async describeSecret(
          name: string,
          options?: OperationOptions,
        ): Promise<SecretDescription> {
          const description = await super.describeSecret(name, options);
          const values = [...(this.stored(name)?.current.entries.values() ?? [])];
          return Object.assign({ endings: values.map((value) => value.slice(-9)) }, description);
        }
      };
    },
  ),
  sabotage("leaks/list", "lists secrets with a digest that can be turned back", (Base) => {
    return class extends Base {
      override async *listSecrets(options?: ListSecretsOptions): AsyncIterable<SecretSummary> {
        for await (const summary of super.listSecrets(options)) {
          const values = [...(this.stored(summary.name)?.current.entries.values() ?? [])];
          yield Object.assign(
            { digest: Buffer.from(values.join("\n")).toString("base64") },
            summary,
          );
        }
      }
    };
  }),
  sabotage("leaks/history", "tells what changed from state to state", (Base) => {
    return class extends Base {
      override async getSecretHistory(
        name: string,
        options?: OperationOptions,
      ): Promise<HistoryEntry[]> {
        const history = await super.getSecretHistory(name, options);
        const earlier = this.stored(name)?.earlier.map(({ entries }) => Array.from(entries));
        return history.map((entry) => Object.assign({ earlier }, entry));
      }
    };
  }),
  sabotage("leaks/manager", "keeps what it read in a field of its own, as a cache", (Base) => {
    return class extends Base {
      protected readonly cache = new Map<string, StoredRecord>();

      protected override async doRead(
        path: SecretPath,
        call: Call,
      ): Promise<StoredRecord | undefined> {
        const stored = await super.doRead(path, call);
        if (stored !== undefined) this.cache.set(path.full, stored);
        return stored;
      }
    };
  }),
];
