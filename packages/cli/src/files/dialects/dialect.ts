import { readAsDocker } from "./read-docker.ts";
import { readAsNode } from "./read-node.ts";
import { readAsNpmDotenv } from "./read-npm-dotenv.ts";
import { readAsShell } from "./read-shell.ts";
import type { Reading } from "./reading.ts";

/** The readers of .env files that `--dialect` names. They disagree about quotes, `#`, `\` and `$`. */
export const DIALECTS = ["node", "dotenv", "shell", "docker"] as const;
export type Dialect = (typeof DIALECTS)[number];

/** How each of them reads a file. */
export const READERS: Readonly<Record<Dialect, (text: string) => Reading>> = {
  node: readAsNode,
  dotenv: readAsNpmDotenv,
  shell: readAsShell,
  docker: readAsDocker,
};

/** What each reader is called in a sentence. */
export const READER_NAMES: Readonly<Record<Dialect, string>> = {
  node: "node",
  dotenv: "dotenv",
  shell: "a shell",
  docker: "docker",
};
