import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { constants } from "node:os";
import { notStarted } from "./not-started.ts";

/** Signals that are passed on to the child. SIGUSR1 among them would else open Node's inspector. */
const PASSED_ON: readonly NodeJS.Signals[] = ["SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2"];
/** Signals that a terminal sends to every process in front: the child has had them then. */
const FROM_TERMINAL: readonly NodeJS.Signals[] = ["SIGINT", "SIGQUIT"];
/** Ends that leave no core dump, which would hold secrets: they are died of as the child did. */
const HARMLESS: ReadonlySet<NodeJS.Signals> = new Set(["SIGINT", "SIGTERM", "SIGHUP"]);

/** How a child ended. */
export type ChildEnd =
  | { readonly kind: "exit"; readonly code: number }
  | { readonly kind: "signal"; readonly signal: NodeJS.Signals };

/**
 * Runs a command in place of this process, as nearly as a parent can: it has the terminal, the standard streams and
 * the process group, and is sent what signals come here.
 *
 * Not `process.execve`, which would be the same process: where the system refuses (variables too large, say) it ends in
 * an abort, and a core dump of secrets.
 *
 * @throws NotStarted
 */
export async function runChild(
  [command = "", ...words]: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<ChildEnd> {
  // Heard before the child runs: it may be told something at once.
  const signals = heardSignals();
  try {
    const child = start(command, words, environment);
    signals.passOnTo(child);
    return await new Promise<ChildEnd>((resolve, reject) => {
      child.once("error", (error) => {
        reject(notStarted(command, error));
      });
      child.once("exit", (code, signal) => {
        resolve(signal === null ? { kind: "exit", code: code ?? 1 } : { kind: "signal", signal });
      });
    });
  } finally {
    signals.release();
  }
}

function start(
  command: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): ChildProcess {
  try {
    return unseen(() => spawn(command, words, { stdio: "inherit", env: environment }));
  } catch (error) {
    // What the system refuses at once is thrown, what it refuses later is an event.
    throw notStarted(command, error);
  }
}

/** With NODE_DEBUG, Node prints what a child is started with, its variables among it: the work is done unseen. */
function unseen<T>(work: () => T): T {
  if (process.env["NODE_DEBUG"] === undefined) return work();
  // An own property hides the method of the stream, until it is gone again.
  const { stderr } = process;
  Object.defineProperty(stderr, "write", { value: () => true, configurable: true });
  try {
    return work();
  } finally {
    Reflect.deleteProperty(stderr, "write");
  }
}

/** Ends this process as the child ended. */
export function endLike(end: ChildEnd): number {
  if (end.kind === "exit") return end.code;
  if (HARMLESS.has(end.signal)) {
    process.removeAllListeners(end.signal);
    process.kill(process.pid, end.signal);
  }
  return 128 + (constants.signals[end.signal] ?? 0);
}

interface HeardSignals {
  passOnTo(child: ChildProcess): void;
  /** Leaves signals to what they were before. */
  release(): void;
}

function heardSignals(): HeardSignals {
  let child: ChildProcess | undefined;
  const listeners = (hasTerminal() ? PASSED_ON : [...PASSED_ON, ...FROM_TERMINAL]).map(
    (signal) => [signal, (): void => void child?.kill(signal)] as const,
  );
  const ignored = FROM_TERMINAL.map((signal) => [signal, (): void => undefined] as const);
  const all = [...listeners, ...ignored];
  for (const [signal, listener] of all) process.on(signal, listener);
  return {
    passOnTo: (started) => {
      child = started;
    },
    release: () => {
      for (const [signal, listener] of all) process.off(signal, listener);
    },
  };
}

/** Whether a terminal controls this process, and sends its ctrl-C to the child too. */
function hasTerminal(): boolean {
  if (process.platform === "win32") return true;
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    // There is none: whoever sends a signal sends it to this process alone.
    return false;
  }
}
