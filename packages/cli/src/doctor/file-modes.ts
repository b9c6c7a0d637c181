import { stat } from "node:fs/promises";
import type { Finding } from "./finding.ts";
import { shownPath } from "../terminal/shown-path.ts";
import { shellQuoted } from "../terminal/shell-quoted.ts";

/** What others may do with a file, where that is more than it should be. */
export interface ModeRule {
  readonly about: string;
  /** What of the mode must not be set: `0o077` for what others may not even read. */
  readonly forbidden: number;
  readonly remedy: string;
  /** Whether root may own it, as what an administrator has handed out. */
  readonly rootMayOwn?: boolean | undefined;
}

/** Looks at the owner and the mode of a file or folder; says nothing where there is none, or on Windows. */
export async function modeFindings(
  file: string,
  { about, forbidden, remedy, rootMayOwn = false }: ModeRule,
): Promise<Finding[]> {
  if (process.platform === "win32") return [];
  let status;
  try {
    status = await stat(file);
  } catch (error) {
    const code: unknown = Reflect.get(Object(error), "code");
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    return [
      {
        status: "problem",
        about,
        says: `${shownPath(file)} cannot be looked at: ${code === "EACCES" ? "permission denied" : String(code)}`,
        next: "check the permissions of the folders above it",
        code: "PERMISSION_DENIED",
      },
    ];
  }
  const findings: Finding[] = [];
  const wide = status.mode & forbidden;
  if (wide !== 0) {
    findings.push({
      status: "problem",
      about,
      says: `${shownPath(file)} is open to others (mode ${(status.mode & 0o777).toString(8).padStart(4, "0")})`,
      next: `chmod ${remedy} ${shellQuoted(file)}`,
      code: "PERMISSION_DENIED",
    });
  }
  const me = process.getuid?.();
  const isRoots = rootMayOwn && status.uid === 0;
  if (me !== undefined && status.uid !== me && !isRoots) {
    findings.push({
      status: "problem",
      about,
      says: `${shownPath(file)} belongs to another user (${status.uid})`,
      next: `take it over, or work as its owner`,
      code: "PERMISSION_DENIED",
    });
  }
  return findings;
}
