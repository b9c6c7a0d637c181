import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { freePort } from "./free-port.ts";

/** A peer that runs, on the loopback interface. */
export interface PeerServer {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  /** Ends the process that was started, and no other. */
  readonly stop: () => Promise<void>;
}

export interface PeerServerOptions {
  readonly command: string;
  /** What the command is given, to listen on a port of 127.0.0.1. */
  readonly arguments: (port: number) => readonly string[];
  /** What is asked of it until it answers anything. */
  readonly path: string;
  /** The longest that it may take to start; milliseconds. Default 60 s, for a machine that does much else. */
  readonly startTime?: number | undefined;
}

/** How often a server that starts is asked; milliseconds. */
const BETWEEN_QUESTIONS = 50;

/**
 * Starts a server, and waits until it answers. It ends with this process, if it was not stopped before.
 *
 * @throws Error where it ends, or does not answer in time
 */
export async function startPeer(options: PeerServerOptions): Promise<PeerServer> {
  const { command, startTime = 60_000 } = options;
  const port = await freePort();
  const child = spawn(command, options.arguments(port), { stdio: "ignore" });
  const kill = (): void => {
    child.kill("SIGKILL");
  };
  process.once("exit", kill);
  const ended = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => {
      resolve(`it ended with ${code ?? signal}`);
    });
    child.once("error", (error) => {
      resolve(error.message);
    });
  });
  const stop = async (): Promise<void> => {
    process.off("exit", kill);
    await stopped(child);
  };
  const endpoint = `http://127.0.0.1:${port}`;
  try {
    const late = AbortSignal.timeout(startTime);
    const problem = await Promise.race([ended, answers(new URL(options.path, endpoint), late)]);
    if (problem !== undefined) throw new Error(`${command} does not serve: ${problem}`);
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint, stop };
}

/** Settles with nothing once a server answers, or with what is wrong when it is too late. */
async function answers(url: URL, late: AbortSignal): Promise<string | undefined> {
  while (!late.aborted) {
    try {
      await fetch(url, { signal: late });
      return undefined;
    } catch {
      // It is still starting.
      await new Promise((resolve) => {
        setTimeout(resolve, BETWEEN_QUESTIONS);
      });
    }
  }
  return "it did not answer in time";
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill();
  await exited;
}
