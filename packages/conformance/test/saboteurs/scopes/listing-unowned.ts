import type {
  Call,
  ListSecretsOptions,
  OperationOptions,
  RecordSummary,
  Revision,
  SecretSummary,
} from "@keykist/core";
import { OpenLimitedManager, sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

export const listingUnownedSaboteurs: readonly Saboteur[] = [
  sabotage(
    "scopes/unowned-list",
    "lists only its own, whatever it is asked for",
    (Base) => {
      return class extends Base {
        protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
          for await (const summary of super.doList(prefix, call))
            if (summary.owned !== false) yield summary;
        }
      };
    },
    { alsoFails: { "scopes/unowned-list-adopted": "the case lists it before it adopts it" } },
  ),
  sabotage("scopes/unowned-list-adopted", "keeps a list of what it found to adopt", (Base) => {
    return class extends Base {
      readonly #adopted = new Set<string>();

      override async adoptSecret(
        ...args: [name: string, type: string, options?: OperationOptions]
      ): Promise<Revision> {
        const revision = await super.adoptSecret(...args);
        this.#adopted.add(args[0]);
        return revision;
      }

      protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
        for await (const summary of super.doList(prefix, call)) {
          const isKept = call.wanted.owned === "not_owned" && this.#adopted.has(summary.path);
          yield isKept ? { ...summary, owned: false } : summary;
        }
      }
    };
  }),
  sabotage(
    "scopes/no-unowned-list",
    "shows an empty list where it cannot look",
    (Base) => {
      return class extends Base {
        override async *listSecrets(
          options: ListSecretsOptions = {},
        ): AsyncIterable<SecretSummary> {
          if (Reflect.get(options, "owned") === false) return;
          yield* super.listSecrets(options);
        }
      };
    },
    { base: OpenLimitedManager },
  ),
];
