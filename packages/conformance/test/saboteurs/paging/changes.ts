import type { Call, RecordSummary } from "@keykist/core";
import { MemoryBackendError } from "@keykist/core/memory";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";
import { PAGE, pathsOf, summaryOf } from "./memory-page.ts";

const looks = { mutates: false };

export const changingPagingSaboteurs: readonly Saboteur[] = [
  sabotage("paging/changed-meanwhile", "finds the next page by its position", (Base) => {
    return class extends Base {
      protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
        for (let position = 0; ; position += PAGE) {
          const read = (): readonly RecordSummary[] =>
            pathsOf(this.store, prefix)
              .slice(position, position + PAGE)
              .flatMap((path) => {
                const stored = this.stored(path);
                return stored === undefined ? [] : [summaryOf(path, stored)];
              });
          const page = await call.step("page", read, looks);
          yield* page;
          if (page.length < PAGE) return;
        }
      }
    };
  }),
  sabotage(
    "paging/gone-meanwhile",
    "looks at each secret by itself, and does not expect it to be gone",
    (Base) => {
      return class extends Base {
        protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
          const paths = await call.step("find", () => pathsOf(this.store, prefix), looks);
          for (const path of paths) {
            const stored = await call.step("describe", () => this.stored(path), looks);
            if (stored === undefined) throw new MemoryBackendError("corrupt");
            yield summaryOf(path, stored);
          }
        }
      };
    },
    { alsoFails: { "paging/page-emptied": "secrets are gone there, too" } },
  ),
  sabotage("paging/page-emptied", "ends where a page has nothing left to show", (Base) => {
    return class extends Base {
      protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
        const paths = await call.step("find", () => pathsOf(this.store, prefix), looks);
        while (paths.length > 0) {
          const page = paths.splice(0, PAGE);
          const read = (): readonly RecordSummary[] =>
            page.flatMap((path) => {
              const stored = this.stored(path);
              return stored === undefined ? [] : [summaryOf(path, stored)];
            });
          const summaries = await call.step("page", read, looks);
          if (summaries.length === 0) return;
          yield* summaries;
        }
      }
    };
  }),
];
