import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";

import { WORKSPACE_NODE } from "../../../../scripts/lib/node.mjs";
import { root } from "../../../../scripts/lib/workspace.mjs";
import { documentedProject } from "../documented-project.ts";
import { namedFiles } from "../fenced-blocks.ts";
import { page } from "../pages.ts";

/** How a script of a recipe ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A page whose files are in a folder, and whose commands are run there. */
export interface Recipe {
  readonly folder: string;
  /** The variables that its commands are run with. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the page shows under a name, in a language. */
  block(language: string, name: string): string;
  write(file: string, text: string): void;
  remove(): void;
}

/** Languages of blocks that are files beside the programs, and not commands or what these print. */
const FILES = ["json", "yaml", "dockerfile"];

/** Writes the files of a recipe into a project in which the packages are installed, with a home of its own. */
export function recipe(file: string): Recipe {
  const source = page(file);
  const project = documentedProject(source);
  const { folder } = project;
  const write = (name: string, content: string): void => {
    writeFileSync(path.join(folder, name), content);
  };
  for (const language of FILES) {
    for (const [name, content] of namedFiles(source, language)) write(name, content);
  }
  // What `npm install` would put there.
  const binaries = path.join(folder, "node_modules", ".bin");
  mkdirSync(binaries, { recursive: true });
  installProgram(binaries, "kist", path.join(root, "packages/cli/src/bin.ts"));
  installProgram(
    binaries,
    "esbuild",
    path.join(root, "repository/node_modules/esbuild/bin/esbuild"),
  );

  const home = path.join(folder, "home");
  mkdirSync(home, { mode: 0o700 });
  return {
    folder,
    environment: {
      PATH: [path.dirname(WORKSPACE_NODE), process.env["PATH"] ?? ""].join(path.delimiter),
      HOME: home,
      LANG: "C.UTF-8",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_AUTHOR_NAME: "recipe",
      GIT_AUTHOR_EMAIL: "recipe@localhost",
      GIT_COMMITTER_NAME: "recipe",
      GIT_COMMITTER_EMAIL: "recipe@localhost",
    },
    block: (language, name) => {
      const found = namedFiles(source, language).get(name);
      if (found === undefined) throw new Error(`${file} has no block "${language} ${name}".`);
      return found;
    },
    write,
    remove: () => {
      project.remove();
    },
  };
}

/** Runs commands as a shell would that stops at the first that fails. */
export async function shell(
  commands: string,
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<Ended> {
  const child = spawn("bash", ["-euo", "pipefail", "-c", commands], {
    cwd: folder,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exit = once(child, "exit");
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await exit;
  return { exitCode: child.exitCode, stdout, stderr };
}

/** Runs commands that have to succeed; answers what they print, and throws what they complain of. */
export async function succeed(
  commands: string,
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  const { exitCode, stdout, stderr } = await shell(commands, folder, environment);
  if (exitCode === 0) return stdout;
  throw new Error(`${commands}\nended with ${exitCode}:\n${stderr}`);
}

function installProgram(binaries: string, name: string, script: string): void {
  const file = path.join(binaries, name);
  writeFileSync(file, `#!/bin/sh\nexec "${WORKSPACE_NODE}" "${script}" "$@"\n`);
  chmodSync(file, 0o755);
}
