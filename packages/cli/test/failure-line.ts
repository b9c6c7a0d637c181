import { expect } from "vitest";
import type { Ended } from "./kist.ts";

/** How a command failed, where it failed as a person needs it. */
export interface FailureLine {
  readonly exitCode: number | null;
  /** The one line on stderr. */
  readonly line: string;
}

/** The failure of a command, which has to be one line on stderr and nothing on stdout. */
export function failureIn({ exitCode, stdout, stderr }: Ended): FailureLine {
  if (stdout !== "") throw new Error(`stdout is not empty: ${stdout}`);
  if (!/^kist: [^\n]+\n$/.test(stderr)) throw new Error(`stderr is not one line: ${stderr}`);
  return { exitCode, line: stderr.trimEnd() };
}

/** What `failureIn` is expected to answer. */
export function refusal(exitCode: number, message: RegExp): unknown {
  return { exitCode, line: expect.stringMatching(message) as unknown };
}
