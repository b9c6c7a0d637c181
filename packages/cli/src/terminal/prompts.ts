import type { Host } from "../host.ts";
import { Interrupted } from "../interrupted.ts";

/** Asks a person. Questions go to stderr, so that results can be piped. */
export class Prompts {
  readonly #host: Host;
  readonly #attended: boolean;

  constructor(host: Host, { attended }: { readonly attended: boolean }) {
    this.#host = host;
    this.#attended = attended;
  }

  /** Whether there is a person to ask. */
  get available(): boolean {
    return this.#attended && this.#host.stdin.isTTY && this.#host.stderr.isTTY;
  }

  /** Asks for a value without showing it, nor how long it is. */
  async hidden(message: string): Promise<string> {
    const { isCancel, password } = await import("@clack/prompts");
    const answer = await password({ message, mask: "", ...this.#place });
    if (isCancel(answer)) throw new Interrupted();
    return answer;
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
    const { isCancel, text } = await import("@clack/prompts");
    const validate = (given = ""): string | undefined => problemOf(given);
    const answer = await text({ message, validate, ...this.#place });
    if (isCancel(answer)) throw new Interrupted();
    return answer;
  }

  /** Asks yes or no; no is offered. */
  async confirm(message: string): Promise<boolean> {
    const { confirm, isCancel } = await import("@clack/prompts");
    const answer = await confirm({ message, initialValue: false, ...this.#place });
    if (isCancel(answer)) throw new Interrupted();
    return answer;
  }

  /** Where questions are asked; ctrl-C that reaches the process, not the question, ends them too. */
  get #place(): {
    readonly input: Host["stdin"];
    readonly output: Host["stderr"];
    readonly signal: AbortSignal;
    readonly withGuide: false;
  } {
    const { stdin: input, stderr: output, signal } = this.#host;
    return { input, output, signal, withGuide: false };
  }
}
