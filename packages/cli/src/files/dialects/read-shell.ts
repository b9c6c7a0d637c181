import { ShellWalk } from "./shell-walk.ts";
import type { Reading } from "./reading.ts";

/**
 * Reads a .env file as bash does with `set -a; . FILE`, as far as that runs nothing. Where the shell would run a
 * command, or take something from outside of the file, the line is not taken, and said.
 */
export function readAsShell(text: string): Reading {
  const walk = new ShellWalk(text);
  walk.run();
  const { assignments, losses } = walk;
  return { assignments, losses };
}
