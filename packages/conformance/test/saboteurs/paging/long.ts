import type { Call, RecordSummary, RemoveManyAnswer, SecretPath } from "@keykist/core";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";
import { PAGE } from "./memory-page.ts";

export const longPagingSaboteurs: readonly Saboteur[] = [
  sabotage("paging/dozens", "gives up after ten pages", (Base) => {
    return class extends Base {
      protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
        let count = 0;
        for await (const summary of super.doList(prefix, call)) {
          count += 1;
          if (count > 10 * PAGE) return;
          yield summary;
        }
      }
    };
  }),
  sabotage(
    "paging/mixed-names",
    "goes on behind the last name of a page as people sort, regardless of case",
    (Base) => {
      return class extends Base {
        protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
          let count = 0;
          let last = "";
          for await (const summary of super.doList(prefix, call)) {
            const folded = summary.path.toLowerCase();
            if (folded < last) continue;
            count += 1;
            if (count % PAGE === 0) last = folded;
            yield summary;
          }
        }
      };
    },
  ),
  sabotage("paging/delete-all", "forgets what is to be deleted behind the first 120", (Base) => {
    return class extends Base {
      protected override async *doRemoveAll(
        paths: readonly SecretPath[],
        call: Call,
      ): AsyncIterable<RemoveManyAnswer> {
        for (const [index, path] of paths.entries()) {
          if (index >= 120) {
            yield { path, outcome: { kind: "absent" } };
            continue;
          }
          try {
            yield { path, outcome: await super.doRemove(path, undefined, call.item(path)) };
          } catch (error) {
            yield { path, error };
          }
        }
      }
    };
  }),
  sabotage("paging/fails-later", "ends a listing at a later page that fails", (Base) => {
    return class extends Base {
      protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
        let count = 0;
        try {
          for await (const summary of super.doList(prefix, call)) {
            count += 1;
            yield summary;
          }
        } catch (error) {
          if (count < PAGE || call.signal.aborted) throw error;
        }
      }
    };
  }),
  sabotage(
    "paging/deleted-as-listed",
    "ends where the last secret of a page is gone, behind which it would go on",
    (Base) => {
      return class extends Base {
        protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
          let count = 0;
          for await (const summary of super.doList(prefix, call)) {
            count += 1;
            yield summary;
            if (count % PAGE === 0 && this.stored(summary.path) === undefined) return;
          }
        }
      };
    },
  ),
];
