import type { BroadCase } from "./broad-case.ts";

/** Cases that try one promise in many operations, sizes or names, and so catch what narrower ones do. */
export const broadJudged: readonly BroadCase[] = [
  {
    case: "batch/writable",
    because: "it writes back what it has read",
    alsoCatches: ["contract/revisions-differ"],
  },
  {
    case: "capabilities/id-of-keykist",
    because: "it registers in every scope, too",
    alsoCatches: ["scopes/default-none"],
  },
  {
    case: "capabilities/read-again",
    because: "it reads again what others have written",
    alsoCatches: [
      "native/put",
      "capabilities/strong-reads",
      "contract/describe",
      "contract/two-managers",
    ],
  },
  {
    case: "concurrency/aba",
    because: "writers there write what is stored",
    alsoCatches: ["contract/update-stale-equal"],
  },
  {
    case: "concurrency/linearizable",
    because: "its histories have absent secrets that others register",
    alsoCatches: ["capabilities/read-again"],
  },
  {
    case: "contract/adopt-typed",
    because: "it lists and describes what was adopted",
    alsoCatches: ["contract/adopt-listed", "schemas/type-kept"],
  },
  {
    case: "contract/close-amid-writes",
    because: "it reads and closes beside writes",
    alsoCatches: ["capabilities/read-again", "contract/close-one"],
  },
  {
    case: "contract/describe-updated",
    because: "it describes what was updated",
    alsoCatches: ["contract/describe", "contract/update-replaces"],
  },
  {
    case: "contract/get-revision-deleted",
    because: "it reads a revision of a secret that is not there",
    alsoCatches: ["capabilities/deletion-immediate", "contract/get-revision-absent"],
  },
  {
    case: "contract/list-unowned",
    because: "it lists what is not owned, too",
    alsoCatches: ["contract/unowned-unlisted"],
  },
  {
    case: "contract/register-other-type",
    because: "it registers a deleted name, with types",
    alsoCatches: ["contract/register-after-delete"],
  },
  {
    case: "contract/undelete-type",
    because: "it registers a deleted name, with types",
    alsoCatches: ["contract/register-after-delete", "schemas/type-kept"],
  },
  {
    case: "contract/update-stale-each",
    because: "it updates with many revisions, the present one among them",
    alsoCatches: ["contract/update-guarded", "contract/update-stale"],
  },
  {
    case: "contract/update-stale-equal",
    because: "it updates with a stale revision, too",
    alsoCatches: ["contract/update-stale"],
  },
  {
    case: "crash/adopt",
    because: "it makes such writes, too",
    alsoCatches: ["contract/list-unowned"],
  },
  {
    case: "crash/modify",
    because: "it makes such writes, too",
    alsoCatches: ["contract/describe-updated"],
  },
  {
    case: "crash/read",
    because: "it makes such writes, too",
    alsoCatches: ["contract/describe-updated"],
  },
  {
    case: "crash/rollback",
    because: "it makes such writes, too",
    alsoCatches: ["contract/describe-updated"],
  },
  {
    case: "crash/update",
    because: "it makes such writes, too",
    alsoCatches: ["contract/describe-updated"],
  },
  {
    case: "crash/update-guarded",
    because: "it makes such writes, too",
    alsoCatches: ["contract/describe-updated"],
  },
  {
    case: "errors/abort-then-again",
    because: "it does every operation after an abort",
    alsoCatches: [
      "capabilities/read-overlapping",
      "crash/delete-guarded",
      "crash/read",
      "crash/register",
      "crash/update-guarded",
      "errors/abort-read",
    ],
  },
  {
    case: "errors/fault-after-success",
    because: "it lets every read fail, too",
    alsoCatches: [
      "batch/fails-as-single",
      "errors/denied",
      "errors/unauthenticated",
      "errors/unavailable",
      "faults/cut",
    ],
  },
  {
    case: "faults/held-long",
    because: "another update comes between, too",
    alsoCatches: ["capabilities/guarded-update", "faults/stale-update"],
  },
  {
    case: "faults/unanswered-once",
    because: "it reads the whole content after each write",
    alsoCatches: ["contract/update-replaces"],
  },
  {
    case: "history/refused-keeps",
    because: "it updates with a stale revision and with another type",
    alsoCatches: [
      "contract/update-stale",
      "contract/update-stale-equal",
      "contract/update-type",
      "schemas/update-unknown-type",
    ],
  },
  {
    case: "leaks/process-failing",
    because: "it looks at what every operation prints",
    alsoCatches: ["leaks/process"],
  },
  {
    case: "limits/keys-between",
    because: "it updates and describes, too",
    alsoCatches: ["contract/describe", "contract/update-replaces"],
  },
  {
    case: "limits/keys-long",
    because: "it updates and describes, too",
    alsoCatches: [
      "contract/describe",
      "contract/describe-updated",
      "contract/update-replaces",
      "limits/keys-between",
      "names-and-values/keys-longest",
    ],
  },
  {
    case: "limits/value-operations",
    because: "it reads large values and describes, too",
    alsoCatches: ["contract/describe", "names-and-values/value-large"],
  },
  {
    case: "names-and-values/names-doubled-separators",
    because: "it has such names, too",
    alsoCatches: ["names-and-values/names-exact", "names-and-values/names-separators"],
  },
  {
    case: "names-and-values/secret-empty-kept",
    because: "it has states without keys, too",
    alsoCatches: [
      "history/rollback-each",
      "names-and-values/secret-empty",
      "names-and-values/secret-empty-shown",
    ],
  },
  {
    case: "names-and-values/secret-empty-shown",
    because: "it has a secret without keys, too",
    alsoCatches: ["names-and-values/secret-empty"],
  },
  {
    case: "names-and-values/value-literal",
    because: "it has as many keys as a secret may have",
    alsoCatches: ["limits/keys-within"],
  },
  {
    case: "names-and-values/value-not-retyped",
    because: "it has as many keys as a secret may have",
    alsoCatches: ["limits/keys-within"],
  },
  {
    case: "native/unusual-values",
    because: "it has such values, too",
    alsoCatches: [
      "names-and-values/value-byte-order-mark",
      "names-and-values/value-empty",
      "names-and-values/value-white-space",
    ],
  },
  {
    case: "paging/deleted-as-listed",
    because: "it lists several pages, too",
    alsoCatches: ["concurrency/listing", "paging/changed-meanwhile", "paging/each"],
  },
  { case: "paging/dozens", because: "it lists several pages, too", alsoCatches: ["paging/each"] },
  {
    case: "paging/mixed-names",
    because: "it lists several pages, too",
    alsoCatches: ["contract/list-names", "paging/each", "paging/names"],
  },
  {
    case: "refusals/adopt",
    because: "it makes such writes, too",
    alsoCatches: ["contract/list-unowned"],
  },
  {
    case: "refusals/unrestored",
    because: "it makes such writes, too",
    alsoCatches: ["contract/list-unowned"],
  },
  {
    case: "schemas/revision-mismatch",
    because: "it reads a revision with a schema",
    alsoCatches: ["contract/get-revision", "schemas/read-mismatch", "schemas/revision-typed"],
  },
  {
    case: "schemas/type-exact",
    because: "it reads, writes and lists types that no registry knows",
    alsoCatches: [
      "history/rollback-typed",
      "schemas/type-kept",
      "schemas/unknown-type-read",
      "schemas/update-unknown-type",
    ],
  },
  {
    case: "scopes/components-case",
    because: "it has names that differ in case, too",
    alsoCatches: ["names-and-values/names-case"],
  },
  {
    case: "scopes/names-like-paths",
    because: "it has such names, too",
    alsoCatches: [
      "names-and-values/names-repeated-separators",
      "names-and-values/names-separators",
    ],
  },
];
