import type { Host } from "../host.ts";

/** Work that is done sooner shows no progress. */
const PATIENCE_MS = 500;
/** The shortest time between two changes of the line. */
const PAUSE_MS = 100;

/** One line at the bottom of the terminal that says how far long work is. It is gone when the work has ended. */
export class Progress implements Disposable {
  readonly #stream: Host["stderr"] | undefined;
  #next: number = performance.now() + PATIENCE_MS;
  #shown = false;

  /** @param stream where it shows; `undefined` where nobody looks */
  constructor(stream: Host["stderr"] | undefined) {
    this.#stream = stream;
  }

  /** Shows how far it is, now and then. */
  show(text: string): void {
    if (this.#stream === undefined || performance.now() < this.#next) return;
    this.#next = performance.now() + PAUSE_MS;
    this.#shown = true;
    this.#stream.write(`\r\u001B[2K${text.slice(0, Math.max(1, this.#stream.columns - 1))}`);
  }

  [Symbol.dispose](): void {
    if (this.#shown) this.#stream?.write("\r\u001B[2K");
    this.#shown = false;
  }
}
