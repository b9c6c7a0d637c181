import { readSync, writeSync } from "node:fs";
import { KeykistError } from "@keykist/core";
import type { Failure, Message } from "../messages.ts";

/*
 * How a program talks with the test that started it. All of it is synchronous: what was told is in the
 * pipe before the program goes on, and stays there when it is killed.
 */

const STDIN = 0;
const STDOUT = 1;

/** Tells the parent something. */
export function tell(message: Message): void {
  writeSync(STDOUT, `${JSON.stringify(message)}\n`);
}

/** Waits, without doing anything else, for the next word of the parent, or for its end. */
export function waitForParent(): void {
  readSync(STDIN, Buffer.alloc(1));
}

/** An argument of this program, given as `name=value`. */
export function argument(name: string): string {
  const prefix = `${name}=`;
  const found = process.argv.find((candidate) => candidate.startsWith(prefix));
  if (found === undefined) throw new Error(`the program needs the argument ${name}`);
  return found.slice(prefix.length);
}

/** An error as it is told. */
export function failureOf(error: unknown): Failure {
  if (!KeykistError.is(error)) return { code: "no KeykistError", message: String(error) };
  const { code, outcome, message, hint, cause } = error;
  return { code, outcome, message: `${message} (${hint ?? "no hint"}; ${String(cause)})` };
}
