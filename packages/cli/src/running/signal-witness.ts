import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";

const SHELL = "/bin/sh";
/** How long a signal may take from one process of a group to the next; milliseconds. */
const PATIENCE_MS = 100;
/** A command that ends sooner gets no witness: it would cost it time. */
const DELAY_MS = 50;

/**
 * Tells whether a signal was sent to this process alone, or to all processes around it: those of its group, as by a
 * terminal, `timeout` or a shell, or those of its control group, as by systemd.
 *
 * Node does not say who a signal was meant for. So a process that does nothing stands in the group, and dies of every
 * signal: where it lives on, the signal was for this process alone.
 */
export class SignalWitness implements AsyncDisposable {
  #process: ChildProcess | undefined;
  /** When a witness last died of each signal. */
  readonly #deaths = new Map<NodeJS.Signals, number>();
  readonly #waiting = new Set<(signal: NodeJS.Signals) => void>();
  #later: NodeJS.Timeout | undefined;

  constructor() {
    this.#later = setTimeout(() => {
      this.#stand();
    }, DELAY_MS).unref();
  }

  /**
   * Reports whether the others have had a signal that has just come here; `undefined` where nobody knows, since there is no
   * witness.
   */
  async wasForAll(signal: NodeJS.Signals): Promise<boolean | undefined> {
    // It may have died before its signal was noticed here.
    const died = this.#deaths.get(signal) ?? Number.NEGATIVE_INFINITY;
    if (performance.now() - died < PATIENCE_MS) return true;
    if (this.#process === undefined) return undefined;
    return new Promise((resolve) => {
      const notice = (deadly: NodeJS.Signals): void => {
        if (deadly === signal) tell(true);
      };
      const tell = (answer: boolean): void => {
        clearTimeout(timer);
        this.#waiting.delete(notice);
        resolve(answer);
      };
      const timer = setTimeout(() => {
        tell(false);
      }, PATIENCE_MS);
      this.#waiting.add(notice);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#later);
    this.#later = undefined;
    const witness = this.#process;
    this.#process = undefined;
    if (witness === undefined) return;
    // Waited for, so that no dead process is left where nobody else would clear it away.
    const exit = once(witness, "exit");
    witness.kill("SIGKILL");
    await exit;
  }

  #stand(): void {
    // What has no shell is hardly among processes that are signalled together.
    if (process.platform === "win32" || !existsSync(SHELL)) return;
    // It ends with this process, however that ends: its stdin does.
    const witness = spawn(SHELL, ["-c", "ulimit -c 0; read _"], {
      stdio: ["pipe", "ignore", "ignore"],
      env: {},
      cwd: "/",
    });
    witness.stdin.on("error", () => undefined);
    // Without one, it depends on the signal whether it is passed on.
    witness.once("error", () => {
      this.#process = undefined;
    });
    witness.once("exit", (_code, signal) => {
      if (this.#process !== witness) return;
      this.#process = undefined;
      if (signal === null) return;
      this.#deaths.set(signal, performance.now());
      for (const notice of this.#waiting) notice(signal);
      this.#stand();
    });
    this.#process = witness;
  }
}
