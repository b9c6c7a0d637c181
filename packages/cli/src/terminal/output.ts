import type { styleText } from "node:util";
import type { GlobalOptions } from "../global-options.ts";
import type { Host } from "../host.ts";
import { OwnStyles } from "./own-styles.ts";
import { Progress } from "./progress.ts";
import { screenText, writeTo } from "./screen-text.ts";

type Style = Parameters<typeof styleText>[0];

const problems: Readonly<Record<string, string>> = {
  ENOSPC: "there is no room left on the disk",
};

/** The reader of a result went away, as `head` does. The command ends without a message. */
export class ReaderGone extends Error {
  override readonly name = "ReaderGone";
}

/** A result that could not be written: the disk is full. */
export class OutputError extends Error {
  override readonly name = "OutputError";

  constructor({ code }: NodeJS.ErrnoException) {
    super(`cannot write the result: ${problems[code ?? ""] ?? code ?? "the output fails"}`);
  }
}

/** Where `kist` writes: results to stdout, everything else to stderr. */
export class Output {
  /** Whether JSON was asked for. */
  readonly json: boolean;
  readonly #host: Host;
  readonly #options: GlobalOptions;
  readonly #styles = new OwnStyles();

  constructor(host: Host, options: GlobalOptions) {
    this.#host = host;
    this.#options = options;
    this.json = options.json === true;
  }

  /** Reports whether results go to a person's screen. */
  get isTerminal(): boolean {
    return this.#host.stdout.isTTY;
  }

  /** Reports whether what happens in the meantime may be shown: on a person's screen, if it is wanted. */
  get showsProgress(): boolean {
    return this.#host.stderr.isTTY && this.#options.quiet !== true && !this.json;
  }

  /** Says how far long work is, where that may be shown. */
  progress(): Progress {
    return new Progress(this.showsProgress ? this.#host.stderr : undefined);
  }

  /** Writes a result: byte for byte, but to a terminal safe for it. */
  write(text: string): Promise<void> {
    const safe = this.#styles.shown(this.isTerminal ? screenText(text) : text);
    return new Promise((resolve, reject) => {
      this.#host.stdout.write(safe, (error) => {
        if (error) reject(isGone(error) ? new ReaderGone() : new OutputError(error));
        else resolve();
      });
    });
  }

  /** Writes lines of a result. */
  lines(lines: readonly string[]): Promise<void> {
    return lines.length === 0 ? Promise.resolve() : this.write(`${lines.join("\n")}\n`);
  }

  /** Writes the one document of `--json` where it is a list that may be long, as its items come. */
  async list(items: AsyncIterable<readonly unknown[]>): Promise<void> {
    let before = "[\n";
    for await (const batch of items) {
      const texts = batch.map((item) => `  ${JSON.stringify(item)}`);
      await this.write(`${before}${texts.join(",\n")}`);
      before = ",\n";
    }
    await this.write(before === ",\n" ? "\n]\n" : "[]\n");
  }

  /** Writes the one document of `--json`. */
  document(value: unknown): Promise<void> {
    return this.write(`${JSON.stringify(value, null, 2)}\n`);
  }

  /** Confirms what was done, on stdout; nothing with `--quiet`, or with `--json`, which has a document instead. */
  async done(text: string): Promise<void> {
    if (this.#options.quiet !== true && !this.json) await this.write(`${text}\n`);
  }

  /** What a person has to see before a question, which comes next; nothing keeps it from being shown. */
  ask(lines: readonly string[]): void {
    writeTo(this.#host.stderr, `${lines.join("\n")}\n`);
  }

  /** Says what goes on, while it does. */
  async during<T>(message: string, work: () => Promise<T>): Promise<T> {
    using progress = this.progress();
    progress.show(message);
    return await work();
  }

  /** Tells a person what to know; nothing with `--quiet` or `--json`. */
  note(text: string): void {
    if (this.#options.quiet !== true && !this.json) writeTo(this.#host.stderr, `${text}\n`);
  }

  /** Warns; nothing with `--quiet`. */
  warn(text: string): void {
    if (this.#options.quiet !== true) writeTo(this.#host.stderr, `kist: ${text}\n`);
  }

  /** Text of a result in a style, where there are colors. */
  styled(style: Style, text: string): string {
    if (this.#options.noColor === true) return text;
    // Not imported: as a module, node:util is a good part of what starting would cost.
    const util = process.getBuiltinModule("node:util");
    return this.#styles.mark(text, (sample) =>
      util.styleText(style, sample, { stream: this.#host.stdout }),
    );
  }
}

function isGone({ code }: NodeJS.ErrnoException): boolean {
  return code === "EPIPE";
}
