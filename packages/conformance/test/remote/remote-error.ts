import type { Classification } from "@keykist/core";

/** How a call to a {@link RemoteServer} can fail. */
export type RemoteProblem = "denied" | "unauthenticated" | "throttled" | "unavailable" | "damaged";

/** An error as the client of a remote server throws it. */
export class RemoteError extends Error {
  readonly problem: RemoteProblem;

  constructor(problem: RemoteProblem) {
    super(problem);
    this.name = "RemoteError";
    this.problem = problem;
  }
}

const table: Readonly<Record<RemoteProblem, Classification>> = {
  denied: { code: "PERMISSION_DENIED", retry: "never", outcome: "not_applied" },
  unauthenticated: { code: "UNAUTHENTICATED", retry: "never", outcome: "not_applied" },
  throttled: { code: "THROTTLED", retry: "safe", outcome: "not_applied" },
  // The connection has ended: what became of the call is not known.
  unavailable: { code: "UNAVAILABLE", retry: "safe" },
  damaged: { code: "CORRUPT", retry: "never" },
};

/** What an error of the remote server means; `undefined` for any other error. */
export function classifyRemoteError(error: unknown): Classification | undefined {
  return error instanceof RemoteError ? table[error.problem] : undefined;
}

export function isProblem(error: unknown, problem: RemoteProblem): boolean {
  return error instanceof RemoteError && error.problem === problem;
}
