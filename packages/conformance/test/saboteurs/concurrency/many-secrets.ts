import type {
  Call,
  ReadManyAnswer,
  RecordSummary,
  RemoveManyAnswer,
  SecretPath,
  StoredRecord,
} from "@keykist/core";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";
import { inHistories } from "./also-caught.ts";

/** Secrets of one page of a listing. */
const PAGE = 2;

/** The first half of the entries as they were, the others as they are now. */
function halfAndHalf(before: StoredRecord, now: StoredRecord): StoredRecord {
  const half = Math.ceil(before.entries.size / 2);
  const entries = [...before.entries].map(([key, value], index): [string, string] => [
    key,
    index < half ? value : (now.entries.get(key) ?? value),
  ]);
  return { ...before, entries: new Map(entries) };
}

export const manySecretsSaboteurs: readonly Saboteur[] = [
  sabotage(
    "concurrency/batch-read",
    "reads the secrets of a batch in two parts",
    (Base) => {
      return class extends Base {
        protected override async *doReadMany(
          paths: readonly SecretPath[],
          call: Call,
        ): AsyncIterable<ReadManyAnswer> {
          for await (const answer of super.doReadMany(paths, call)) {
            const before = "record" in answer ? answer.record : undefined;
            if (before === undefined || before.entries.size < 2) {
              yield answer;
              continue;
            }
            const now = await super.doRead(answer.path, call.item(answer.path));
            yield {
              path: answer.path,
              record: now === undefined ? before : halfAndHalf(before, now),
            };
          }
        }
      };
    },
    { alsoFails: inHistories("clients read in batches, too") },
  ),
  sabotage(
    "concurrency/listing",
    "asks for each page of a listing by its position",
    (Base) => {
      return class extends Base {
        protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
          const { secrets } = this.store;
          for (let start = 0; ; start += PAGE) {
            const find = (): RecordSummary[] =>
              [...secrets]
                .filter(([path]) => path.startsWith(prefix))
                .toSorted(([a], [b]) => (a < b ? -1 : 1))
                .slice(start, start + PAGE)
                .map(([path, { type, owned, createdAt, current }]) => {
                  const { revision, at } = current;
                  return { path, type, owned, createdAt, revision, updatedAt: at };
                });
            const page = await call.step("page", find, { mutates: false });
            yield* page;
            if (page.length < PAGE) return;
          }
        }
      };
    },
    {
      alsoFails: {
        "budgets/names": "its pages are short, and each is a step",
        "paging/changed-meanwhile": "secrets go while it lists",
      },
    },
  ),
  sabotage("concurrency/delete-all", "counts what somebody else has deleted meanwhile", (Base) => {
    return class extends Base {
      protected override async *doRemoveAll(
        paths: readonly SecretPath[],
        call: Call,
      ): AsyncIterable<RemoveManyAnswer> {
        for await (const answer of super.doRemoveAll(paths, call)) {
          const isAbsent = "outcome" in answer && answer.outcome.kind === "absent";
          yield isAbsent ? { path: answer.path, outcome: { kind: "removed" } } : answer;
        }
      }
    };
  }),
];
