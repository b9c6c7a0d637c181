import { spawn } from "node:child_process";
import { constants } from "node:os";

import { root } from "./workspace.mjs";

/** What a shell answers for a command that does not exist. */
const COMMAND_NOT_FOUND = 127;

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] the repository, unless said otherwise
 * @property {Record<string, string>} [env] added to the environment
 * @property {(text: string) => void} [onStdout] sees what the command prints; it is printed too
 */

/**
 * Runs a command in the foreground, without a shell, and answers its exit code.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<number>}
 */
export function run(command, args, { cwd = root, env = {}, onStdout } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["inherit", onStdout === undefined ? "inherit" : "pipe", "inherit"],
    });
    child.stdout?.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
      process.stdout.write(text);
      onStdout?.(text);
    });

    const stopPassingSignals = passSignals(child);
    child.on("error", (error) => {
      stopPassingSignals();
      console.error(`Could not run ${command}: ${error.message}`);
      resolve(COMMAND_NOT_FOUND);
    });
    child.on("close", (code, signal) => {
      stopPassingSignals();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/**
 * Without this, a signal would end the script and leave its command running.
 *
 * @param {import("node:child_process").ChildProcess} child
 * @returns {() => void} ends the passing
 */
function passSignals(child) {
  /** @param {NodeJS.Signals} signal */
  const pass = (signal) => {
    // A terminal gives Ctrl-C to the whole process group: the command has it already, and many
    // tools take a second one for "stop without tidying up".
    if (signal === "SIGINT" && process.stdin.isTTY) return;
    child.kill(signal);
  };
  /** @type {NodeJS.Signals[]} */
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, pass);
  return () => {
    for (const signal of signals) process.off(signal, pass);
  };
}
