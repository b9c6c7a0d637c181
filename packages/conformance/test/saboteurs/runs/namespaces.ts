import type { Call, RecordSummary } from "@keykist/core";
import { sabotage } from "../open-manager.ts";
import { PAGE } from "../paging/memory-page.ts";
import type { Saboteur } from "../saboteur.ts";

/** What a prefix begins with in every scope but `none`. */
const SCOPE = /^keykist\/(?:global|(?:component|namespace)\/[^/]+)\//u;

const missing = "secrets of the second page are missing there, too";

export const namespaceSaboteurs: readonly Saboteur[] = [
  sabotage(
    "paging/each@namespace",
    "asks for its second page without the scope's prefix",
    (Base) => {
      return class extends Base {
        protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
          const scope = SCOPE.exec(prefix)?.[0] ?? "";
          let number = 0;
          for await (const summary of super.doList(prefix, call)) {
            number += 1;
            if (scope !== "" && number > PAGE) break;
            yield summary;
          }
          if (scope === "" || number <= PAGE) return;
          yield* super.doList(prefix.slice(scope.length), call);
        }
      };
    },
    {
      alsoFails: {
        "contract/list@namespace": missing,
        "paging/prefix@namespace": missing,
        "paging/page-time@namespace": missing,
        "paging/deleted-as-listed@namespace": missing,
        "paging/dozens@namespace": missing,
        "paging/mixed-names@namespace": missing,
        "paging/changed-meanwhile@namespace": missing,
        "budgets/names@namespace": "the first page is asked for again",
      },
    },
  ),
];
