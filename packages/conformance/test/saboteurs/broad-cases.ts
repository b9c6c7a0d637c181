import type { BroadCase } from "./broad-case.ts";
import { broadJudged } from "./broad-judged.ts";
import { broadRefusals } from "./broad-refusals.ts";
import { broadRefusedWrites } from "./broad-refused-writes.ts";
import { caughtAmidWriters } from "./crash/caught-amid-writers.ts";
import type { Saboteur } from "./saboteur.ts";

/** What no plain write, and no plain look, gets past. */
const everyDay = [
  "contract/update-replaces",
  "contract/delete",
  "contract/delete-guarded",
  "contract/describe",
  "contract/list-summaries",
  "contract/update-guarded",
];

const broadCases: readonly BroadCase[] = [
  ...broadJudged,
  ...broadRefusals,
  ...broadRefusedWrites,
  {
    case: "batch/as-single",
    because: "it compares each answer of a batch with a read",
    alsoCatches: ["contract/get-many-absent", "contract/get-many-invalid", "contract/register-get"],
  },
  {
    case: "batch/fails-as-single",
    because: "it compares each answer of a batch with a read",
    alsoCatches: ["errors/denied", "errors/get-many-failing"],
  },
  {
    case: "batch/many",
    because: "it reads many at once, too",
    alsoCatches: ["contract/get-many-absent", "contract/input-untouched"],
  },
  {
    case: "batch/misfit",
    because: "it compares each answer of a batch with a read",
    alsoCatches: ["leaks/invalid-read", "schemas/read-misfit-built-in"],
  },
  {
    case: "batch/order",
    because: "it reads many at once, too",
    alsoCatches: [
      "contract/get-many",
      "contract/get-many-absent",
      "contract/get-many-twice",
      "contract/input-untouched",
    ],
  },
  {
    case: "batch/unowned",
    because: "it compares each answer of a batch with a read",
    alsoCatches: ["contract/get-many-absent"],
  },
  {
    case: "budgets/batch",
    because: "it counts all that a batch reads",
    alsoCatches: ["contract/get-many-twice", "schemas/batch-mismatch"],
  },
  {
    case: "budgets/names",
    because: "each secret costs a step there",
    alsoCatches: ["paging/gone-meanwhile"],
  },
  {
    case: "crash/adopt",
    because: "it goes on with everyday writes after each crash",
    alsoCatches: [
      ...everyDay,
      "contract/adopt",
      "contract/unowned-unlisted",
      "names-and-values/names-suffixed",
    ],
  },
  {
    case: "crash/amid-writers",
    because: "its histories are of all operations at once",
    alsoCatches: caughtAmidWriters,
  },
  {
    case: "crash/connect",
    because: "it goes on with everyday writes after each crash",
    alsoCatches: [...everyDay, "names-and-values/names-suffixed"],
  },
  {
    case: "crash/delete",
    because: "it goes on with everyday writes after each crash",
    alsoCatches: [...everyDay, "contract/register-after-delete", "names-and-values/names-suffixed"],
  },
  {
    case: "crash/delete-all",
    because: "it goes on with everyday writes after each crash",
    alsoCatches: [...everyDay, "contract/register-after-delete", "names-and-values/names-suffixed"],
  },
  {
    case: "crash/delete-guarded",
    because: "it goes on with everyday writes after each crash",
    alsoCatches: [...everyDay, "contract/register-after-delete", "names-and-values/names-suffixed"],
  },
  {
    case: "crash/first-register",
    because: "it goes on with everyday writes after each crash",
    alsoCatches: [...everyDay, "capabilities/atomic-create", "contract/list-names-none"],
  },
  {
    case: "crash/modify",
    because: "it goes on with everyday writes after each crash",
    alsoCatches: [...everyDay, "contract/modify-replaces", "names-and-values/names-suffixed"],
  },
  {
    case: "crash/read",
    because: "it goes on with everyday writes after each crash",
    alsoCatches: [...everyDay, "names-and-values/names-suffixed"],
  },
  {
    case: "crash/register",
    because: "it goes on with everyday writes after each crash",
    alsoCatches: [...everyDay, "capabilities/atomic-create", "names-and-values/names-suffixed"],
  },
  {
    case: "crash/rollback",
    because: "it goes on with everyday writes after each crash",
    alsoCatches: [...everyDay, "names-and-values/names-suffixed"],
  },
  {
    case: "crash/undelete",
    because: "it goes on with everyday writes after each crash",
    alsoCatches: [...everyDay, "contract/register-after-delete", "names-and-values/names-suffixed"],
  },
  {
    case: "crash/update",
    because: "it goes on with everyday writes after each crash",
    alsoCatches: [...everyDay, "capabilities/atomic-update", "names-and-values/names-suffixed"],
  },
  {
    case: "crash/update-guarded",
    because: "it goes on with everyday writes after each crash",
    alsoCatches: [...everyDay, "capabilities/atomic-update", "names-and-values/names-suffixed"],
  },
  {
    case: "faults/always-cut",
    because: "it makes such faults, too, once at each step",
    alsoCatches: ["batch/fails-as-single", "errors/unavailable"],
  },
  {
    case: "faults/always-throttled",
    because: "it makes such faults, too, once at each step",
    alsoCatches: ["errors/throttled"],
  },
  {
    case: "faults/cut",
    because: "it makes such faults, too, once at each step",
    alsoCatches: ["batch/fails-as-single", "errors/unavailable"],
  },
  {
    case: "faults/late-delete",
    because: "others write between two steps there, too",
    alsoCatches: ["capabilities/guarded-delete"],
  },
  {
    case: "faults/late-register",
    because: "others write between two steps there, too",
    alsoCatches: ["capabilities/exclusive-create"],
  },
  {
    case: "faults/late-update",
    because: "others write between two steps there, too",
    alsoCatches: ["capabilities/guarded-update"],
  },
  {
    case: "faults/recovers",
    because: "it makes such faults, too, once at each step",
    alsoCatches: ["contract/unowned-get"],
  },
  {
    case: "faults/stale-delete",
    because: "others write between two steps there, too",
    alsoCatches: ["capabilities/guarded-delete", "contract/delete-stale"],
  },
  {
    case: "faults/stale-modify",
    because: "others write between two steps there, too",
    alsoCatches: ["contract/modify-two-managers"],
  },
  {
    case: "faults/stale-update",
    because: "others write between two steps there, too",
    alsoCatches: ["capabilities/guarded-update"],
  },
  {
    case: "faults/throttled",
    because: "it makes such faults, too, once at each step",
    alsoCatches: ["contract/delete-unlisted", "errors/throttled"],
  },
  {
    case: "faults/unanswered",
    because: "it makes such faults, too, once at each step",
    alsoCatches: ["errors/lost-answer"],
  },
  {
    case: "history/bytes",
    because: "it writes, reads and rolls back states, too",
    alsoCatches: [
      "capabilities/history-kept",
      "contract/get-revision",
      "contract/history-get",
      "contract/update-replaces",
      "names-and-values/backend-exact",
      "names-and-values/value-empty",
      "names-and-values/value-white-space",
    ],
  },
  {
    case: "history/each-write",
    because: "it writes, reads and rolls back states, too",
    alsoCatches: [
      "capabilities/history-kept",
      "contract/history",
      "contract/register-taken-untouched",
      "contract/rollback",
      "contract/rollback-unknown",
      "contract/update-stale",
    ],
  },
  {
    case: "history/keys",
    because: "it writes, reads and rolls back states, too",
    alsoCatches: ["contract/update-replaces"],
  },
  {
    case: "history/often",
    because: "it writes, reads and rolls back states, too",
    alsoCatches: ["contract/history"],
  },
  {
    case: "history/part-of-state",
    because: "it writes, reads and rolls back states, too",
    alsoCatches: ["contract/get-keys", "contract/history-get"],
  },
  {
    case: "history/readable",
    because: "it writes, reads and rolls back states, too",
    alsoCatches: ["contract/get-revision"],
  },
  {
    case: "history/rollback-each",
    because: "it writes, reads and rolls back states, too",
    alsoCatches: ["capabilities/history-kept", "contract/update-replaces"],
  },
  {
    case: "history/rollback-keeps-others",
    because: "it writes, reads and rolls back states, too",
    alsoCatches: ["capabilities/history-kept"],
  },
  {
    case: "history/rollback-namesake",
    because: "it writes, reads and rolls back states, too",
    alsoCatches: [
      "concurrency/aba",
      "contract/register-after-delete-revision",
      "contract/rollback-unknown",
    ],
  },
  {
    case: "history/rollback-of-another",
    because: "it writes, reads and rolls back states, too",
    alsoCatches: ["contract/rollback-unknown"],
  },
  {
    case: "history/rollback-of-rollback",
    because: "it writes, reads and rolls back states, too",
    alsoCatches: ["contract/history", "contract/rollback"],
  },
  {
    case: "history/rollback-to-present",
    because: "it writes, reads and rolls back states, too",
    alsoCatches: ["contract/get-revision", "contract/rollback"],
  },
  {
    case: "history/times",
    because: "it writes, reads and rolls back states, too",
    alsoCatches: ["contract/history"],
  },
  {
    case: "paging/aborted-later",
    because: "it lists and writes, too, over several pages",
    alsoCatches: ["capabilities/strong-lists", "errors/abort-listing"],
  },
  {
    case: "paging/delete-all",
    because: "it lists and writes, too, over several pages",
    alsoCatches: ["contract/delete-all"],
  },
  {
    case: "paging/names",
    because: "it lists and writes, too, over several pages",
    alsoCatches: ["contract/list-names"],
  },
  {
    case: "paging/page-by-page",
    because: "it lists and writes, too, over several pages",
    alsoCatches: ["capabilities/strong-lists"],
  },
  {
    case: "paging/page-time",
    because: "it lists and writes, too, over several pages",
    alsoCatches: ["errors/timeout-consumer"],
  },
  {
    case: "paging/prefix",
    because: "it lists and writes, too, over several pages",
    alsoCatches: ["names-and-values/names-beginning-alike"],
  },
  {
    case: "scopes/pages",
    because: "it lists two scopes, too",
    alsoCatches: ["contract/list-names", "scopes/paths"],
  },
];

/** A saboteur, and the broad cases that it fails beside its own. */
export function amongBroadCases(saboteur: Saboteur): Saboteur {
  const broad = broadCases.filter(({ alsoCatches }) => alsoCatches.includes(saboteur.breaks));
  const reasons = Object.fromEntries(broad.map((each) => [each.case, each.because]));
  return { ...saboteur, alsoFails: { ...saboteur.alsoFails, ...reasons } };
}
