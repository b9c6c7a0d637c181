import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { root } from "../../scripts/lib/workspace.mjs";

/** Every text file that is, or is about to be, in git: its path in the repository, and its text. */
export function trackedTextFiles(): readonly { file: string; text: string }[] {
  const list = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
  return execFileSync("git", list, { cwd: root, encoding: "utf8" })
    .split("\0")
    .filter((file) => file !== "" && existsSync(path.join(root, file)))
    .map((file) => ({ file, text: readFileSync(path.join(root, file), "utf8") }))
    .filter(({ text }) => !text.includes("\0"));
}
