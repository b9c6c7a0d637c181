import { execFile, execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

import { WORKSPACE_NODE } from "../../../scripts/lib/node.mjs";
import { root } from "../../../scripts/lib/workspace.mjs";

/** A copy of the repository, as a fresh clone of it would be if all of it were committed. */
export interface CopiedRepository {
  readonly folder: string;
  /** Runs a script of the root manifest, answers what it printed, and throws that where it fails. */
  npmRun(argv: readonly string[], environment?: Readonly<Record<string, string>>): Promise<string>;
  read(file: string): string;
}

const INSTALL = `import("./scripts/lib/install.mjs").then(({ ensureInstalled }) => ensureInstalled())`;

/** Every file that is, or is about to be, in git. */
export function repositoryFiles(): readonly string[] {
  const list = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
  return execFileSync("git", list, { cwd: root, encoding: "utf8" })
    .split("\0")
    .filter((file) => file !== "" && existsSync(path.join(root, file)));
}

/** Copies the repository into a folder, commits all of it there and installs. */
export async function copyRepository(folder: string): Promise<CopiedRepository> {
  mkdirSync(folder, { recursive: true });
  for (const file of repositoryFiles()) cpSync(path.join(root, file), path.join(folder, file));

  // Not synchronous: the registry that a command talks to is in this process.
  const run = async (
    command: string,
    argv: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<string> => {
    const options = { cwd: folder, env: { ...inherited(), ...environment }, maxBuffer: 2 ** 26 };
    const { stdout } = await promisify(execFile)(command, argv, options);
    return stdout;
  };

  await run("git", ["init", "--quiet", "--initial-branch=main"]);
  await run("git", ["add", "--all"]);
  const author = ["-c", "user.name=rehearsal", "-c", "user.email=rehearsal@localhost"];
  const commit = ["-c", "commit.gpgsign=false", "commit", "--quiet", "--message=Everything"];
  await run("git", [...author, ...commit]);
  await run("node", ["--eval", INSTALL]);
  return {
    folder,
    npmRun: (argv, environment) => run("npm", ["run", "--silent", ...argv], environment),
    read: (file) => readFileSync(path.join(folder, file), "utf8"),
  };
}

/** This process's environment, without what npm and a test runner would pass on to a child. */
function inherited(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(
    ([name]) => !/^npm_(?:lifecycle|package|config_local_prefix|execpath)|^NODE_|^GIT_/i.test(name),
  );
  // The Node of the workspace, as in the workflow.
  const binaries = [path.dirname(WORKSPACE_NODE), process.env["PATH"] ?? ""];
  return { ...Object.fromEntries(entries), PATH: binaries.join(path.delimiter) };
}
