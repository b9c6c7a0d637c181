import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { Counted, Listening } from "./emulator-process.ts";

const program = path.join(import.meta.dirname, "emulator-process.ts");

/** An emulated cloud in a process of its own, on the loopback interface. */
export class EmulatorServer implements AsyncDisposable {
  readonly port: number;
  readonly #process: ChildProcess;

  private constructor(child: ChildProcess, { port }: Listening) {
    this.#process = child;
    this.port = port;
  }

  static async start(cloud: "aws" | "gcp"): Promise<EmulatorServer> {
    const child = fork(program, [cloud]);
    return new EmulatorServer(child, await said<Listening>(child));
  }

  /** How many calls have come so far. */
  async calls(): Promise<number> {
    const answer = said<Counted>(this.#process);
    this.#process.send("calls");
    return (await answer).calls;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#process, "exit");
    this.#process.disconnect();
    await ended;
  }
}

/** The next message of a process; rejects where it ends instead. */
async function said<Message>(child: ChildProcess): Promise<Message> {
  const { promise, resolve, reject } = Promise.withResolvers<Message>();
  const end = (): void => {
    reject(new Error("the emulator has ended"));
  };
  child.once("message", resolve);
  child.once("exit", end);
  try {
    return await promise;
  } finally {
    child.off("message", resolve);
    child.off("exit", end);
  }
}
