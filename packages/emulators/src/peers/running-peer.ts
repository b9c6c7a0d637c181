import { type ChildProcess, spawn } from "node:child_process";
import { connect, createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

export interface StartOptions {
  readonly program: string;
  /** Its arguments, for the ports that were found free. */
  readonly args: (ports: readonly number[]) => readonly string[];
  /** How many ports it needs; the first is the one that is waited for. */
  readonly ports: number;
  /** After so many milliseconds it has to listen. Default 20 000. */
  readonly startWithin?: number | undefined;
  /** After so many milliseconds it is ended, whatever happens. Default 300 000. */
  readonly lifetime?: number | undefined;
}

/** A peer that was started for tests, and is stopped after them. */
export interface RunningPeer {
  readonly ports: readonly number[];
  readonly pid: number;
  /** Ends this process, and no other; returns when it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts a peer, and returns when it listens on the loopback address. It gets no environment but `PATH`, so that
 * nothing of the machine's configuration leads it elsewhere.
 *
 * @throws where it ends, or does not listen in time; then it is stopped
 */
export async function startPeer(options: StartOptions): Promise<RunningPeer> {
  const { program, args, startWithin = 20_000, lifetime = 300_000 } = options;
  const ports = await freePorts(options.ports);
  const child = spawn(program, args(ports), {
    env: { PATH: process.env["PATH"] ?? "" },
    stdio: "ignore",
  });
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => {
      resolve();
    });
    child.once("error", () => {
      resolve();
    });
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`cannot start ${program}`);
  const timer = setTimeout(() => child.kill("SIGKILL"), lifetime);
  timer.unref();
  const stop = async (): Promise<void> => {
    clearTimeout(timer);
    child.kill("SIGTERM");
    const killer = setTimeout(() => child.kill("SIGKILL"), 5000);
    await ended;
    clearTimeout(killer);
  };
  try {
    await listening(child, ports[0] ?? 0, startWithin);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ports, pid, stop };
}

async function listening(child: ChildProcess, port: number, within: number): Promise<void> {
  const end = performance.now() + within;
  while (!(await accepts(port))) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`${child.spawnfile} ended before it listened`);
    if (performance.now() > end) throw new Error(`${child.spawnfile} did not listen in time`);
    await wait(50);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => {
      resolve(false);
    });
  });
}

/** Ports that nobody listens on; taken all at once, so that they differ. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => {
        server.listen(0, "127.0.0.1", resolve);
      });
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return address !== null && typeof address === "object" ? address.port : 0;
  });
  for (const server of servers)
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
  return ports;
}
