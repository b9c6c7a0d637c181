import type { Host } from "../host.ts";
import type { LineQuestion } from "./ask-line.ts";
import type { TerminalStreams } from "./prompt-terminal.ts";
import { writeTo } from "./screen-text.ts";

/** Asks a person. Questions go to stderr, so that results can be piped. */
export class Prompts {
  readonly #host: Host;
  readonly #attended: boolean;

  constructor(host: Host, { attended }: { readonly attended: boolean }) {
    this.#host = host;
    this.#attended = attended;
  }

  /** Reports whether there is a person to ask. */
  get available(): boolean {
    return this.#attended && this.#host.stdin.isTTY && this.#host.stderr.isTTY;
  }

  /** Reports whether a person looks at this, whom a passphrase may be asked of at the terminal that controls the process. */
  get attended(): boolean {
    return this.#attended;
  }

  /** Asks for a value without showing it, nor how long it is. What is pasted is taken whole, all its lines. */
  hidden(message: string): Promise<string> {
    return this.#ask({ message, shows: "nothing", isMultiline: true });
  }

  /**
   * Asks for a passphrase, without showing it. Where the standard streams are no terminal, the one that controls the
   * process is asked at, as ssh and sudo do.
   */
  async passphrase(message: string): Promise<string> {
    const question = { message, shows: "nothing", isMultiline: false } as const;
    if (this.available) return this.#ask(question);
    const { withControllingTerminal } = await import("./controlling-terminal.ts");
    return withControllingTerminal((streams) => this.#ask(question, streams));
  }

  /**
   * Asks for a line of text that may be seen.
   *
   * @param problemOf says what is wrong with a text, which is asked for again then
   */
  async text(
    message: string,
    problemOf: (text: string) => string | undefined = () => undefined,
  ): Promise<string> {
    for (;;) {
      const answer = await this.#ask({ message, shows: "text", isMultiline: false });
      const problem = problemOf(answer);
      if (problem === undefined) return answer;
      writeTo(this.#host.stderr, `  ${problem}\n`);
    }
  }

  /** Asks yes or no; Enter is no. */
  async confirm(message: string): Promise<boolean> {
    const keys = new Set(["y", "Y", "n", "N"]);
    const question = `${message} [y/N]`;
    const answer = await this.#ask({ message: question, shows: "text", isMultiline: false, keys });
    return /^y(?:es)?$/i.test(answer.trim());
  }

  async #ask(
    question: Omit<LineQuestion, "signal">,
    { input, output }: TerminalStreams = { input: this.#host.stdin, output: this.#host.stderr },
  ): Promise<string> {
    const { askLine } = await import("./ask-line.ts");
    const { PromptTerminal } = await import("./prompt-terminal.ts");
    const { environment, signal } = this.#host;
    const terminal = new PromptTerminal({ input, output }, environment["TERM"]);
    return askLine(terminal, { ...question, signal });
  }
}
