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

  /** Asks for a line of text that may be seen. */
  async text(message: string): Promise<string> {
    const { isCancel, text } = await import("@clack/prompts");
    const answer = await text({ message, ...this.#place });
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

  get #place(): {
    readonly input: Host["stdin"];
    readonly output: Host["stderr"];
    withGuide: false;
  } {
    return { input: this.#host.stdin, output: this.#host.stderr, withGuide: false };
  }
}
