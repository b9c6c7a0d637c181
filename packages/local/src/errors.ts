import type { Classification } from "@keykist/core";
import { LocalStoreError } from "./local-store-error.ts";
import { BUSY, LOCKED, primaryCode, READONLY, resultCode } from "./result-code.ts";

const held: Classification = {
  code: "UNAVAILABLE",
  retry: "safe",
  outcome: "not_applied",
  reason: "another process holds the store",
  hint: "try again",
};

const noLocks: Classification = {
  code: "UNAVAILABLE",
  retry: "never",
  outcome: "not_applied",
  reason: "the file system does not lock files, as some network file systems do not",
  hint: "keep the store on a local disk",
};

const damaged: Classification = {
  code: "CORRUPT",
  retry: "never",
  outcome: "not_applied",
  reason: "the store is damaged",
  hint: "restore it from a copy",
};

const readOnly: Classification = {
  code: "PERMISSION_DENIED",
  retry: "never",
  outcome: "not_applied",
  reason: "the store can be read, but not written",
  hint: "make its file and its folder writable for you, or run as their owner",
};

const full: Classification = {
  code: "UNAVAILABLE",
  retry: "safe",
  outcome: "not_applied",
  reason: "the disk is full",
  hint: "make room, then try again",
};

const notOpened: Classification = {
  code: "UNAVAILABLE",
  retry: "safe",
  outcome: "not_applied",
  reason: "the store, or the journal beside it, cannot be opened",
  hint: "look at the permissions of the file and of its folder, which must be writable for writing",
};

const table: ReadonlyMap<number, Classification> = new Map([
  // SQLITE_ERROR: the statements are fixed, so that only other tables than ours make one fail.
  [1, { ...damaged, reason: "the tables of the store are damaged" }],
  // SQLITE_PERM
  [3, readOnly],
  [BUSY, held],
  [LOCKED, held],
  // SQLITE_NOMEM
  [
    7,
    {
      code: "UNAVAILABLE",
      retry: "safe",
      reason: "there is not enough memory",
      hint: "try again",
    },
  ],
  [READONLY, readOnly],
  // SQLITE_READONLY_RECOVERY, _CANTLOCK, _ROLLBACK and _CANTINIT
  ...[264, 520, 776, 1288].map((code): [number, Classification] => [
    code,
    {
      ...readOnly,
      reason: "a write was cut short, and the store must be made whole before it can be read",
      hint: "open it once where its file and its folder are writable",
    },
  ]),
  // SQLITE_READONLY_DBMOVED
  [
    1032,
    {
      code: "UNAVAILABLE",
      retry: "safe",
      outcome: "not_applied",
      reason: "the store was moved or replaced while it was open",
      hint: "try again",
    },
  ],
  // SQLITE_READONLY_DIRECTORY
  [
    1544,
    {
      ...readOnly,
      reason: "the folder of the store can be read, but not written",
      hint: "make the folder writable for you: a write puts a journal beside the store",
    },
  ],
  // SQLITE_IOERR: whether a write was applied is not known.
  [
    10,
    {
      code: "UNAVAILABLE",
      retry: "safe",
      reason: "the file system fails",
      hint: "look at the disk and at the system's log",
    },
  ],
  // SQLITE_IOERR_SHORT_READ: the file ends within a page.
  [522, damaged],
  // SQLITE_IOERR_CHECKRESERVEDLOCK, _LOCK
  ...[3594, 3850].map((code): [number, Classification] => [code, noLocks]),
  // SQLITE_IOERR_UNLOCK, _RDLOCK: also when a lock is given back, after the write was applied.
  ...[2058, 2314].map((code): [number, Classification] => [
    code,
    { ...noLocks, outcome: undefined },
  ]),
  // SQLITE_CORRUPT
  [11, damaged],
  // SQLITE_FULL
  [13, full],
  // SQLITE_CANTOPEN
  [14, notOpened],
  // SQLITE_PROTOCOL
  [15, noLocks],
  // SQLITE_CONSTRAINT, SQLITE_MISMATCH: what is written was looked for before, and fits the tables.
  [19, damaged],
  [20, damaged],
  // SQLITE_NOLFS
  [
    22,
    {
      code: "UNAVAILABLE",
      retry: "never",
      outcome: "not_applied",
      reason: "the file system cannot hold a file of this size",
      hint: "keep the store on another file system",
    },
  ],
  // SQLITE_NOTADB
  [
    26,
    {
      ...damaged,
      reason: "the file is no SQLite database, or its head is damaged",
      hint: "restore it from a copy, or give another path",
    },
  ],
]);

/** Reports whether another connection holds the lock that was needed: nothing has happened. */
export function isBusy(error: unknown): boolean {
  const code = primaryCode(error);
  return code === BUSY || code === LOCKED;
}

/** Reports whether SQLite found that it cannot write here. */
export function isReadOnly(error: unknown): boolean {
  return primaryCode(error) === READONLY;
}

const denied: Classification = {
  code: "PERMISSION_DENIED",
  retry: "never",
  outcome: "not_applied",
  reason: "the system refuses access to the store, its key file or their folder",
  hint: "change their owner or permissions, or give another path",
};

const systemProblems: ReadonlyMap<unknown, Classification> = new Map([
  ["EACCES", denied],
  ["EPERM", denied],
  ["EROFS", { ...denied, reason: "the file system can only be read", hint: "give another path" }],
  ["ENOSPC", full],
  ["EDQUOT", { ...full, reason: "the quota is used up" }],
  [
    "EIO",
    {
      code: "UNAVAILABLE",
      retry: "safe",
      outcome: "not_applied",
      reason: "the file system fails",
      hint: "look at the disk and at the system's log",
    },
  ],
  ["EMFILE", { ...held, reason: "too many files are open", hint: "close some, then try again" }],
  ["ENFILE", { ...held, reason: "too many files are open", hint: "close some, then try again" }],
  // A number that is none of ours: too large for JavaScript.
  ["ERR_OUT_OF_RANGE", damaged],
]);

/** What an error of a local store means. */
export function classifyLocalError(error: unknown): Classification | undefined {
  if (error instanceof LocalStoreError) return error.classification;
  const code = resultCode(error);
  if (code !== undefined) return table.get(code) ?? table.get(primaryCode(error) ?? code);
  return systemProblems.get(Reflect.get(Object(error), "code"));
}
