// Installs what the tests talk to beside our own emulators, into `.peers`: programs that nobody here wrote. Needs
// Python 3 and Go; what cannot be installed is named, and the exit code says that something is missing.
import { existsSync } from "node:fs";
import path from "node:path";

import { run } from "./lib/run.mjs";
import { root } from "./lib/workspace.mjs";

const folder = path.join(root, ".peers");
const python = path.join(folder, "python");
const inPython = path.join(python, process.platform === "win32" ? "Scripts" : "bin");

/**
 * @typedef {object} Peer
 * @property {string} name
 * @property {string} program the file that it is known by, once it is there
 * @property {boolean} required whether tests cannot do without it; what is not always to be had is only named
 * @property {readonly { command: string, args: readonly string[], env?: Record<string, string> }[]} steps
 */

/** @type {readonly Peer[]} */
const peers = [
  {
    name: "moto_server and aws-cli",
    program: path.join(inPython, "moto_server"),
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
    program: path.join(inPython, "drongo"),
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
    program: path.join(folder, "bin", "server-dual"),
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
];

/** @type {string[]} */
const missing = [];
for (const { name, program, required, steps } of peers) {
  for (const { command, args, env } of steps) {
    if (existsSync(program)) break;
    if ((await run(command, args, env === undefined ? {} : { env })) !== 0) break;
  }
  const isThere = existsSync(program);
  console.log(`${name}: ${isThere ? program : "could not be installed"}`);
  if (!isThere && required) missing.push(name);
}
process.exitCode = missing.length === 0 ? 0 : 1;
