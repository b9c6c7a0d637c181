// Installs the independent programs that tests use: servers into `.peers`, the runtimes Bun and Deno into
// `scripts/runtimes`. Needs Python 3, Go and npm. Names what could not be installed, and then ends with exit code 1
// if tests need it.
import { existsSync } from "node:fs";
import path from "node:path";

import { npm } from "./lib/npm.mjs";
import { run } from "./lib/run.mjs";
import { findInstalledRuntime, runtimesFolder } from "./lib/runtimes.mjs";
import { root } from "./lib/workspace.mjs";

const folder = path.join(root, ".peers");
const python = path.join(folder, "python");
const inPython = path.join(python, process.platform === "win32" ? "Scripts" : "bin");

/**
 * @typedef {object} Peer
 * @property {string} name
 * @property {() => string | undefined} find returns its program, once it is installed
 * @property {boolean} required whether tests cannot do without it; what is not always to be had is only named
 * @property {readonly { command: string, args: readonly string[], cwd?: string, env?: Record<string, string> }[]} steps
 */

/** @type {readonly Peer[]} */
const peers = [
  {
    name: "moto_server and aws-cli",
    find: () => ifPresent(path.join(inPython, "moto_server")),
    required: true,
    steps: [
      { command: "python3", args: ["-m", "venv", python] },
      {
        command: path.join(inPython, "python"),
        args: ["-m", "pip", "install", "--quiet", "moto[server]==5.2.4", "awscli==1.45.11"],
      },
    ],
  },
  {
    name: "drongo",
    find: () => ifPresent(path.join(inPython, "drongo")),
    required: true,
    steps: [
      { command: "python3", args: ["-m", "venv", python] },
      {
        command: path.join(inPython, "python"),
        args: ["-m", "pip", "install", "--quiet", "drongo==0.8.0"],
      },
    ],
  },
  {
    name: "gcp-secret-manager-emulator",
    find: () => ifPresent(path.join(folder, "bin", "server-dual")),
    // Where CI runs, the Go module proxy does not hand it out, and there is no other way to it. A run without it says so
    // (`0 peer tests run: gcp-secret-manager-emulator not found`) and passes; drongo is the GCP peer that has to be there.
    required: false,
    steps: [
      {
        command: "go",
        args: [
          "install",
          "github.com/blackwell-systems/gcp-secret-manager-emulator/cmd/server-dual@v1.3.0",
        ],
        env: { GOBIN: path.join(folder, "bin") },
      },
    ],
  },
  runtime("bun"),
  runtime("deno"),
];

/** @type {string[]} */
const missing = [];
for (const { name, find, required, steps } of peers) {
  for (const { command, args, ...options } of steps) {
    if (find() !== undefined) break;
    const exitCode = await (command === "npm" ? npm(args, options) : run(command, args, options));
    if (exitCode !== 0) break;
  }
  const program = find();
  console.log(`${name}: ${program ?? "could not be installed"}`);
  if (program === undefined && required) missing.push(name);
}
process.exitCode = missing.length === 0 ? 0 : 1;

/**
 * A runtime from npm. Its packages hold the program, one for each platform, so that no install script has to run.
 *
 * @param {"bun" | "deno"} name
 * @returns {Peer}
 */
function runtime(name) {
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  return {
    name,
    find: () => findInstalledRuntime(name),
    required: true,
    steps: [{ command: "npm", args, cwd: runtimesFolder }],
  };
}

/**
 * @param {string} file
 * @returns {string | undefined}
 */
function ifPresent(file) {
  return existsSync(file) ? file : undefined;
}
