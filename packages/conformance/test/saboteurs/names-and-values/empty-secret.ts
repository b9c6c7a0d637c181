import type { Call, RecordSummary, Revision, SecretPath, StoredRecord } from "@keykist/core";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

export const emptySecretSaboteurs: readonly Saboteur[] = [
  sabotage("names-and-values/secret-empty-shown", "lists no secret without keys", (Base) => {
    return class extends Base {
      protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
        for await (const summary of super.doList(prefix, call)) {
          if (this.stored(summary.path)?.current.entries.size !== 0) yield summary;
        }
      }
    };
  }),
  sabotage(
    "names-and-values/secret-empty-kept",
    "does not find a state without keys in its history",
    (Base) => {
      return class extends Base {
        protected override async doReadRevision(
          path: SecretPath,
          revision: Revision,
          call: Call,
        ): Promise<StoredRecord | undefined> {
          const stored = await super.doReadRevision(path, revision, call);
          return stored?.entries.size === 0 ? undefined : stored;
        }
      };
    },
  ),
];
