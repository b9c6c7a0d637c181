import type { ReadStream, WriteStream } from "node:tty";

/** Asks a terminal to mark what is pasted, which tells a pasted newline from Enter. */
const MARK_PASTES = "\u001B[?2004h";
const MARK_NOTHING = "\u001B[?2004l";

/** What is read from and written to: the terminal of the standard streams, or the one that controls the process. */
export interface TerminalStreams {
  readonly input: ReadStream;
  readonly output: WriteStream;
}

/** A terminal while a question is asked: raw, so that nothing is echoed, and put back as it was. */
export class PromptTerminal {
  readonly #input: ReadStream;
  readonly #output: WriteStream;
  /** Whether it obeys escape sequences. */
  readonly #isAble: boolean;
  #stop: (() => void) | undefined;

  constructor({ input, output }: TerminalStreams, term: string | undefined) {
    this.#input = input;
    this.#output = output;
    this.#isAble = term !== undefined && term !== "" && term !== "dumb";
  }

  /**
   * Begins to read.
   *
   * @param gone is called where the terminal goes away
   */
  open(hear: (bytes: Buffer) => void, gone: () => void): void {
    const restore = (): void => {
      this.#raw(false);
    };
    this.#input.on("data", hear).once("end", gone).once("error", gone).once("close", gone);
    // Whatever ends the process: Node itself puts only the mode back.
    process.once("exit", restore);
    this.#raw(true);
    this.#input.resume();
    this.#stop = () => {
      this.#input.off("data", hear).off("end", gone).off("error", gone).off("close", gone);
      this.#input.pause();
      process.off("exit", restore);
      restore();
    };
  }

  close(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  write(text: string): void {
    this.#output.write(text);
  }

  /** Does what ctrl-Z does where a terminal is not raw. */
  suspend(again: () => void): void {
    if (process.platform === "win32") return;
    this.#raw(false);
    this.#output.write("\n");
    process.once("SIGCONT", () => {
      if (this.#stop === undefined) return;
      this.#raw(true);
      again();
    });
    // The whole job, as the terminal itself would: a pipeline is suspended as one.
    process.kill(0, "SIGTSTP");
  }

  #raw(isRaw: boolean): void {
    try {
      this.#input.setRawMode(isRaw);
    } catch {
      // The terminal has gone away, which the stream says itself.
    }
    if (this.#isAble) this.#output.write(isRaw ? MARK_PASTES : MARK_NOTHING);
  }
}
