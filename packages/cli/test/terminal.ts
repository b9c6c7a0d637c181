import { stripVTControlCharacters } from "node:util";
import { spawn } from "@lydell/node-pty";
import { onTestFinished } from "vitest";
import { BIN } from "./kist.ts";
import type { Place } from "./place.ts";

/** How long a test waits for what must come, on a machine that does much else. */
const PATIENCE_MS = 30_000;

/** A command in a real terminal. */
export interface Terminal {
  /** Waits until the screen shows a text, behind what an earlier wait has found. */
  shows(text: string): Promise<void>;
  /** Types. */
  type(keys: string): void;
  /** The process in it. */
  readonly pid: number;
  /** Sends a signal, as another process does. */
  kill(signal: NodeJS.Signals): void;
  /** Waits for the end; answers the exit code. */
  end(): Promise<number>;
  /** Everything that was shown so far, without colors and movements. */
  screen(): string;
  /** The same with colors and movements. */
  raw(): string;
}

export const CTRL_C = "\u0003";
export const CTRL_D = "\u0004";
export const ENTER = "\r";

/** Runs a program in a pseudo-terminal: `kist`, unless another is named. */
export function inTerminal(
  place: Place,
  words: readonly string[],
  {
    program = process.execPath,
    environment = {},
    folder = place.folder,
  }: {
    readonly program?: string;
    readonly environment?: Readonly<Record<string, string>>;
    readonly folder?: string;
  } = {},
): Terminal {
  const child = spawn(program, program === process.execPath ? [BIN, ...words] : [...words], {
    name: environment["TERM"] ?? "xterm-256color",
    cols: 120,
    rows: 40,
    cwd: folder,
    env: { ...place.environment, TERM: "xterm-256color", ...environment },
  });
  let raw = "";
  let seen = 0;
  let ended = false;
  const waiting = new Set<() => void>();
  const look = (): void => {
    for (const one of waiting) one();
  };
  child.onData((data) => {
    raw += data;
    look();
  });
  const exit = new Promise<number>((resolve) => {
    child.onExit(({ exitCode }) => {
      ended = true;
      look();
      resolve(exitCode);
    });
  });
  onTestFinished(() => {
    if (!ended) child.kill("SIGKILL");
  });
  const screen = (): string => stripVTControlCharacters(raw);
  return {
    pid: child.pid,
    screen,
    raw: () => raw,
    type: (keys) => {
      child.write(keys);
    },
    kill: (signal) => {
      child.kill(signal);
    },
    end: () => exit,
    shows: (text) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => {
          waiting.delete(check);
          reject(
            new Error(`the terminal does not show ${JSON.stringify(text)}, but:\n${screen()}`),
          );
        }, PATIENCE_MS);
        const check = (): void => {
          const at = screen().indexOf(text, seen);
          if (at === -1 && !ended) return;
          clearTimeout(late);
          waiting.delete(check);
          if (at === -1) {
            reject(new Error(`ended without showing ${JSON.stringify(text)}, but:\n${screen()}`));
            return;
          }
          seen = at + text.length;
          resolve();
        };
        waiting.add(check);
        check();
      }),
  };
}
