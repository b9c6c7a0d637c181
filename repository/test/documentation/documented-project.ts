import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { WORKSPACE_NODE } from "../../../scripts/lib/node.mjs";
import { publicMembers, root } from "../../../scripts/lib/workspace.mjs";
import { namedFiles } from "./fenced-blocks.ts";
import type { Page } from "./pages.ts";

/** How a process ended. */
export interface Ending {
  readonly exitCode: number | null;
  readonly stdout: string;
  /** Everything that was printed, for the message of a failure. */
  readonly output: string;
}

/** Languages of blocks that are files that Node runs. */
const PROGRAMS = ["ts", "js"];

/** The code of one page, as files in a folder where it can be compiled and run. */
export interface DocumentedProject {
  readonly folder: string;
  compile(): Ending;
  run(...argv: readonly string[]): Ending;
  remove(): void;
}

/** Writes the files of a page into a folder outside the repository that can resolve our packages. */
export function documentedProject(page: Page): DocumentedProject {
  // The real path: Node knows a module by it, and the folder of temporary files may be a link.
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "keykist-page-")));
  link(folder, "@types", path.join(root, "node_modules", "@types"));
  link(folder, "zod", path.join(root, "packages", "core", "node_modules", "zod"));
  for (const { manifest, directory } of publicMembers()) link(folder, manifest.name, directory);

  write(folder, "package.json", JSON.stringify({ type: "module" }));
  write(
    folder,
    "tsconfig.json",
    JSON.stringify({ extends: path.join(root, "tsconfig.private.json"), include: ["*.ts"] }),
  );
  for (const language of PROGRAMS) {
    for (const [name, code] of namedFiles(page, language)) write(folder, name, code);
  }

  const run = (...argv: readonly string[]): Ending => {
    const { status, stdout, stderr } = spawnSync(WORKSPACE_NODE, argv, {
      cwd: folder,
      encoding: "utf8",
      env: environment(),
    });
    return { exitCode: status, stdout, output: stdout + stderr };
  };
  return {
    folder,
    run,
    compile: () => run(path.join(root, "node_modules", "typescript", "bin", "tsc"), "-p", folder),
    remove: () => {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** A reader's environment: this process's, without what test runners, terminals and CI would pass on to a child. */
function environment(): NodeJS.ProcessEnv {
  const {
    NODE_OPTIONS: _options,
    FORCE_COLOR: _color,
    NODE_TEST_CONTEXT: _context,
    // Where it is set, no key file is made.
    CI: _ci,
    ...rest
  } = process.env;
  return rest;
}

function write(folder: string, name: string, text: string): void {
  writeFileSync(path.join(folder, name), text);
}

function link(folder: string, name: string, target: string): void {
  const place = path.join(folder, "node_modules", name);
  mkdirSync(path.dirname(place), { recursive: true });
  // A junction needs no privilege on Windows; elsewhere the word is ignored.
  symlinkSync(target, place, "junction");
}
