import type { BroadCase } from "./broad-case.ts";

/** Cases that ask for refusals in several ways, and so catch what breaks one of them. */
export const broadRefusedWrites: readonly BroadCase[] = [
  {
    case: "capabilities/id-scopes",
    because: "it reads in several ways",
    alsoCatches: ["scopes/batch-in-scope"],
  },
  {
    case: "capabilities/id-unchanged",
    because: "it reads in several ways",
    alsoCatches: ["scopes/default-none"],
  },
  {
    case: "capabilities/read-by-id",
    because: "it reads in several ways",
    alsoCatches: ["scopes/default-none"],
  },
  {
    case: "contract/delete-stale-unowned",
    because: "a guarded write that is refused otherwise",
    alsoCatches: [
      "capabilities/guarded-delete",
      "contract/unowned-delete",
      "contract/unowned-get",
      "faults/stale-delete",
    ],
  },
  {
    case: "contract/register-after-delete-history",
    because: "it looks for states of the deleted secret in every way",
    alsoCatches: [
      "contract/delete",
      "contract/get-revision-absent",
      "contract/history-absent",
      "contract/register-after-delete-revision",
      "contract/rollback-absent",
      "contract/rollback-unknown",
      "history/rollback-namesake",
    ],
  },
  {
    case: "contract/update-stale-type",
    because: "a guarded write that is refused otherwise",
    alsoCatches: [
      "capabilities/guarded-update",
      "concurrency/chain",
      "contract/update-type",
      "faults/stale-update",
    ],
  },
  {
    case: "contract/update-stale-unowned",
    because: "a guarded write that is refused otherwise",
    alsoCatches: [
      "capabilities/guarded-update",
      "contract/unowned-get",
      "contract/unowned-update",
      "faults/stale-update",
    ],
  },
  {
    case: "errors/abort-reason",
    because: "it aborts each operation before it begins",
    alsoCatches: ["errors/aborted-before", "paging/aborted-later"],
  },
  {
    case: "schemas/unknown-keys-kept",
    because: "it reads a secret that was planted",
    alsoCatches: ["schemas/read-misfit-raw"],
  },
  {
    case: "errors/denied",
    because: "it denies every step from one on",
    alsoCatches: ["refusals/delete-all", "refusals/modify", "refusals/read"],
  },
  {
    case: "budgets/delete-all",
    because: "each purge is a step more",
    alsoCatches: ["refusals/delete-all"],
  },
];
