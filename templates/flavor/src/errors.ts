import type { Classification } from "@keykist/core";

/** A state whose file is not as it was written. Says where, and nothing of what is in it. */
export class DamagedStateError extends Error {
  override readonly name: string = "DamagedStateError";

  constructor(file: string) {
    super(`the file ${file} is damaged`);
  }
}

const denied: Classification = {
  code: "PERMISSION_DENIED",
  retry: "never",
  reason: "the system refuses access to the folder of the secrets",
  hint: "make the folder and what is in it readable and writable for you",
};

const full: Classification = {
  code: "UNAVAILABLE",
  retry: "safe",
  reason: "the disk is full",
  hint: "make room, then try again",
};

const busy: Classification = {
  code: "UNAVAILABLE",
  retry: "safe",
  reason: "too many files are open",
  hint: "close some, then try again",
};

const unsuitable: Classification = {
  code: "UNAVAILABLE",
  retry: "never",
  reason: "the folder cannot hold secrets",
  hint: "name a folder on a file system with hard links",
};

/** Codes of the operating system (https://nodejs.org/api/errors.html#common-system-errors). */
const table: ReadonlyMap<unknown, Classification> = new Map([
  ["EACCES", denied],
  ["EPERM", denied],
  ["EROFS", denied],
  ["ENOSPC", full],
  ["EDQUOT", { ...full, reason: "the quota is used up" }],
  ["EIO", { code: "UNAVAILABLE", retry: "safe", reason: "the file system fails" }],
  ["EMFILE", busy],
  ["ENFILE", busy],
  ["ENOTDIR", unsuitable],
  ["EEXIST", unsuitable],
  ["ENOTSUP", unsuitable],
  ["ENOSYS", unsuitable],
]);

/** What an error means, where it is one of the backend. */
export function classifyError(error: unknown): Classification | undefined {
  if (error instanceof DamagedStateError) {
    return {
      code: "CORRUPT",
      retry: "never",
      reason: error.message,
      hint: "restore the folder from a copy",
    };
  }
  return table.get(codeOf(error));
}

/** The code of an error of the operating system. */
export function codeOf(error: unknown): unknown {
  return Reflect.get(Object(error), "code");
}
