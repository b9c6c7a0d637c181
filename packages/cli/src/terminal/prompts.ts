import type { Host } from "../host.ts";
import { Interrupted } from "../interrupted.ts";

/** Asks a person. Questions go to stderr, so that results can be piped. */
export class Prompts {
  readonly #place: {
    readonly input: Host["stdin"];
    readonly output: Host["stderr"];
    readonly withGuide: false;
  };

  readonly #attended: boolean;

  constructor({ stdin, stderr }: Host, { attended }: { readonly attended: boolean }) {
    this.#place = { input: stdin, output: stderr, withGuide: false };
    this.#attended = attended;
  }

  /** Whether there is a person to ask. */
  get available(): boolean {
    return this.#attended && this.#place.input.isTTY && this.#place.output.isTTY;
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
}
