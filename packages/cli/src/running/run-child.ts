import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { hasControllingTerminal } from "../terminal/controlling-terminal.ts";
import { notStarted } from "./not-started.ts";
import { SignalWitness } from "./signal-witness.ts";

/** Signals that others send. SIGUSR1 among them would else open Node's inspector. */
const FROM_OTHERS: readonly NodeJS.Signals[] = ["SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2"];
/** Signals that are rather a terminal's, which sends them to every process in front. */
const FROM_TERMINAL: readonly NodeJS.Signals[] = ["SIGINT", "SIGQUIT"];
/** Ends that leave no core dump, which would hold secrets: they are died of as the child did. */
const HARMLESS: ReadonlySet<NodeJS.Signals> = new Set(["SIGINT", "SIGTERM", "SIGHUP"]);

/** How a child ended. */
export type ChildEnd =
  | { readonly kind: "exit"; readonly code: number }
  | { readonly kind: "signal"; readonly signal: NodeJS.Signals };

/**
 * Runs a command in place of this process, as nearly as a parent can: it has the terminal, the standard streams and
 * the process group, and is sent the signals that came to this process alone.
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
    await signals.release();
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
  release(): Promise<void>;
}

function heardSignals(): HeardSignals {
  let child: ChildProcess | undefined;
  const witness = new SignalWitness();
  const passOn = async (signal: NodeJS.Signals): Promise<void> => {
    const isWithChild =
      (await witness.wasForAll(signal)) ??
      (FROM_TERMINAL.includes(signal) && hasControllingTerminal());
    if (!isWithChild) child?.kill(signal);
  };
  const listeners = [...FROM_OTHERS, ...FROM_TERMINAL].map(
    (signal) => [signal, (): void => void passOn(signal)] as const,
  );
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return {
    passOnTo: (started) => {
      child = started;
    },
    release: async () => {
      await witness[Symbol.asyncDispose]();
      for (const [signal, listener] of listeners) process.off(signal, listener);
    },
  };
}
