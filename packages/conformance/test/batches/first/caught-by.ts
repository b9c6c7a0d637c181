/**
 * The cases that catch each flavor of the batch, found by running the whole suite on it: the narrowest that do. Each of
 * them has to fail by an assertion.
 */
export const caughtBy: Readonly<Record<string, readonly string[]>> = {
  "shelf-batch-by-position": ["contract/get-many", "names-and-values/batch-exact"],
  "shelf-batch-without-failures": ["refusals/server"],
  "shelf-scopes-by-id": ["capabilities/id-of-keykist"],
  "shelf-partial-as-whole": ["contract/get-keys-not-written"],
  "shelf-keys-of-registration": ["contract/describe-updated"],
  "shelf-repeated-create": ["errors/lost-answer", "faults/unanswered"],
  "shelf-revision-by-reading": ["concurrency/chain"],
  "shelf-adopts-what-is-there": ["contract/adopt-changed"],
  "shelf-printable-bodies": ["native/unusual-values"],
  "shelf-signal-of-the-first": ["errors/abort-then-again"],
  "shelf-destroys-the-client": ["contract/close-one"],
  "shelf-notes-repetitions": ["leaks/process-failing"],
  "shelf-short-page-is-last": ["paging/prefix", "scopes/pages"],
  "shelf-type-in-label": ["schemas/type-exact"],
  "ledger-snapshot-of-sets": ["names-and-values/update-exact"],
  "ledger-events-by-name": ["history/often", "history/readable"],
  "ledger-decodes-as-the-web": ["names-and-values/value-byte-order-mark"],
  "ledger-revisions-of-all-lives": ["contract/register-after-delete-history"],
  "ledger-deleted-for-ever": ["contract/register-other-type", "contract/undelete-type"],
  "ledger-creates-over-anything": ["concurrency/lock"],
  "ledger-unguarded-difference": ["concurrency/linearizable"],
  "ledger-nothing-to-do": ["contract/update-stale-equal", "batch/writable"],
  "ledger-restores-the-first": ["contract/undelete-last"],
  "ledger-restores-as-arbitrary": ["contract/undelete-type", "schemas/type-exact"],
  "ledger-undelete-only-looks": ["errors/abort-unknown"],
  "rows-deletes-by-pattern": ["names-and-values/names-case"],
  "rows-lists-up-to-z": ["scopes/pages"],
  "rows-keeps-the-last-keys": ["names-and-values/secret-empty"],
  "rows-inserts-full-chunks": ["limits/keys-between"],
  "rows-deletes-by-prefix": ["scopes/delete-all-none"],
  "rows-keeps-too-early": ["history/refused-keeps"],
  "rows-shared-transaction": ["refusals/delete-all"],
  "rows-writes-under-lease": ["faults/held-long"],
  "rows-revision-before-type": ["contract/update-stale-type"],
  "rows-remembers-absence": ["capabilities/read-again"],
  "rows-joins-reads": ["capabilities/read-overlapping"],
  "document-parses-times": ["names-and-values/value-not-retyped"],
  "document-fetches-once": ["capabilities/read-again"],
  "document-serves-the-last": ["errors/fault-after-success"],
  "document-falls-back": ["scopes/other-names"],
};

/** Flavors of the batch that no case catches yet, each with the reason. */
export const survivors: Readonly<Record<string, string>> = {};
