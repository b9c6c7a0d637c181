import type { Call, RecordSummary } from "@keykist/core";
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
