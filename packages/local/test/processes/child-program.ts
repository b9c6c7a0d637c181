import { type ChildProcessByStdio, spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { type Message, messageSchema } from "./messages.ts";

/** How a program is started. */
export interface ChildProgramOptions {
  /** The name of a file in `programs`, without its ending. */
  readonly program: string;
  readonly arguments: Readonly<Record<string, string | number>>;
  /** Variables beside those that every program gets. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** The largest file that it may write, in blocks of 1024 bytes, as `ulimit -f` sets it. */
  readonly largestFile?: number | undefined;
}

/** A program of the folder `programs` in a process of its own, on the Node that runs the tests. */
export class ChildProgram implements AsyncDisposable {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #messages: AsyncIterator<string>;
  readonly #ended: Promise<void>;
  #complaints = "";

  constructor(options: ChildProgramOptions) {
    const { largestFile, environment = {} } = options;
    const given = Object.entries(options.arguments).map(([name, value]) => `${name}=${value}`);
    const file = path.join(import.meta.dirname, "programs", `${options.program}.ts`);
    const command = [process.execPath, file, ...given];
    // bash, since not every sh counts in blocks of 1024 bytes.
    const limited =
      largestFile === undefined
        ? command
        : ["bash", "-c", `ulimit -f ${largestFile}; exec "$0" "$@"`, ...command];
    const [executable = "", ...rest] = limited;
    this.#child = spawn(executable, rest, {
      stdio: ["pipe", "pipe", "pipe"],
      env: { PATH: process.env["PATH"], NODE_NO_WARNINGS: "1", ...environment },
    });
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#complaints += text;
    });
    // The pipe of a child that was killed is of no more use; its end is told by `ended`.
    this.#child.stdin.on("error", () => undefined);
    this.#messages = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    this.#ended = new Promise((resolve, reject) => {
      this.#child.once("error", reject).once("close", () => {
        resolve();
      });
    });
  }

  /** The next message; `undefined` when the program has ended and all it said was heard. */
  async next(): Promise<Message | undefined> {
    const line = await this.#messages.next();
    return line.done === true ? undefined : messageSchema.parse(JSON.parse(line.value));
  }

  /** The next message, which has to be of this kind. */
  async expect<Kind extends Message["kind"]>(
    kind: Kind,
  ): Promise<Extract<Message, { readonly kind: Kind }>> {
    const message = await this.next();
    if (message !== undefined && isOfKind(message, kind)) return message;
    await this.kill();
    throw new Error(
      `the child was to say ${kind}, but said ${JSON.stringify(message)}\n${this.#complaints}`,
    );
  }

  /** Gives the program the word that it waits for. */
  go(): void {
    this.#child.stdin.write("\n");
  }

  /** Ends the program as a power cut would end it, and waits until it is gone. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  /** Waits until the program has ended by itself. */
  async end(): Promise<number | null> {
    await this.#ended;
    return this.#child.exitCode;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }
}

function isOfKind<Kind extends Message["kind"]>(
  message: Message,
  kind: Kind,
): message is Extract<Message, { readonly kind: Kind }> {
  return message.kind === kind;
}
