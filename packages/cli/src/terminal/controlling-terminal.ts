import { closeSync, openSync, readFileSync } from "node:fs";
import type { TerminalStreams } from "./prompt-terminal.ts";

/** Reports whether a terminal controls this process. */
export function hasControllingTerminal(): boolean {
  if (process.platform === "win32") return true;
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    // There is none.
    return false;
  }
}

/**
 * Reports whether the terminal listens to this process now: who asks in the background is stopped by it. `undefined` where the
 * system does not say.
 */
function isInForeground(): boolean | undefined {
  try {
    // proc_pid_stat(5): behind the name, which may hold anything, come state, ppid, pgrp, session, tty_nr and tpgid.
    const stat = readFileSync("/proc/self/stat", "utf8");
    const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return group === foreground;
  } catch {
    // Not Linux.
    return undefined;
  }
}

/** Reports whether a person can be asked at the terminal that controls this process. */
export function canAskControllingTerminal(): boolean {
  return process.platform !== "win32" && hasControllingTerminal() && isInForeground() !== false;
}

/** Opens the terminal that controls this process, for as long as the work takes. */
export async function withControllingTerminal<T>(
  work: (streams: TerminalStreams) => Promise<T>,
): Promise<T> {
  const { ReadStream, WriteStream } = await import("node:tty");
  const input = new ReadStream(openSync("/dev/tty", "r"));
  const output = new WriteStream(openSync("/dev/tty", "w"));
  try {
    return await work({ input, output });
  } finally {
    input.destroy();
    output.destroy();
  }
}
