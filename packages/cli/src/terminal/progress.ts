import type { Host } from "../host.ts";
import { screenLine } from "./screen-text.ts";

/** Work that is done sooner shows no progress. */
const PATIENCE_MS = 500;
/** The shortest time between two changes of the line. */
const PAUSE_MS = 100;

const CLEAR = "\r\u001B[2K";

/** One line at the bottom of the terminal that says how far long work is. It is gone when the work has ended. */
export class Progress implements Disposable {
  readonly #stream: Host["stderr"] | undefined;
  /** Shows what is the state when patience ends, where nothing else happens then. */
  readonly #late: NodeJS.Timeout | undefined;
  #next: number = performance.now() + PATIENCE_MS;
  #text = "";
  #shown = false;

  /** @param stream where it shows; `undefined` where nobody looks */
  constructor(stream: Host["stderr"] | undefined) {
    this.#stream = stream;
    if (stream !== undefined) {
      this.#late = setTimeout(() => {
        if (this.#text !== "") this.#draw();
      }, PATIENCE_MS).unref();
    }
  }

  /** Says how far it is; what follows soon after replaces it. */
  show(text: string): void {
    this.#text = screenLine(text);
    if (performance.now() >= this.#next) this.#draw();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#late);
    if (this.#shown) this.#stream?.write(CLEAR);
    this.#shown = false;
  }

  #draw(): void {
    if (this.#stream === undefined) return;
    this.#next = performance.now() + PAUSE_MS;
    this.#shown = true;
    this.#stream.write(`${CLEAR}${this.#text.slice(0, Math.max(1, this.#stream.columns - 1))}`);
  }
}
