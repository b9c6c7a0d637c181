import { lstat, readFile, realpath } from "node:fs/promises";
import path from "node:path";
import { KeykistError } from "@keykist/core";
import type { GlobalOptions } from "../global-options.ts";
import type { Host } from "../host.ts";
import { nonBlank } from "../non-blank.ts";
import { CONFIGURATION_FILE, foldersUpwards, userFile } from "./configuration-file.ts";
import { shellQuoted } from "../terminal/shell-quoted.ts";
import { shownPath } from "../terminal/shown-path.ts";

/** A configuration file that was found, and how: only one that lay in the way has to be trusted first. */
export interface FoundConfiguration {
  readonly how: "option" | "variable" | "project" | "user";
  /** Its real path. */
  readonly file: string;
  readonly text: string;
}

/**
 * Looks for the configuration: `--config`, `KEYKIST_CONFIG`, upwards from the working folder, the user's own.
 *
 * @throws KeykistError `INVALID_CONFIG` where the file that is named cannot be read
 */
export async function findConfiguration(
  host: Host,
  options: GlobalOptions,
): Promise<FoundConfiguration | undefined> {
  const { environment, workingFolder } = host;
  const named: readonly [FoundConfiguration["how"], string | undefined][] = [
    ["option", options.config],
    ["variable", nonBlank(environment["KEYKIST_CONFIG"])],
  ];
  for (const [how, file] of named) {
    if (file === undefined) continue;
    if (file === "") throw unreadable("--config", "it is empty");
    return await readConfiguration(how, path.resolve(workingFolder, file));
  }
  const user = userFile(environment);
  return (await findProject(workingFolder, user)) ?? (await findAt("user", user));
}

/**
 * Looks for a configuration upwards from a folder. The user's own configuration never belongs to a project.
 *
 * @throws KeykistError `INVALID_CONFIG` if a file exists that cannot be read; `UNTRUSTED_CONFIG` if it is another user's
 */
export async function findProject(
  folder: string,
  user: string,
): Promise<FoundConfiguration | undefined> {
  for (const one of foldersUpwards(folder)) {
    const file = path.join(one, CONFIGURATION_FILE);
    const found = await findAt(file === user ? "user" : "project", file);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Reads the configuration at a path, if one exists.
 *
 * @throws KeykistError `UNTRUSTED_CONFIG` if it is another user's. Ignoring it silently could mean working with the wrong
 * store
 */
export async function findAt(
  how: FoundConfiguration["how"],
  file: string,
): Promise<FoundConfiguration | undefined> {
  const owner = await ownerOf(file);
  if (owner === "nobody") return undefined;
  if (owner === "me") return readConfiguration(how, file);
  throw new KeykistError(
    "UNTRUSTED_CONFIG",
    `the configuration ${shownPath(file)} belongs to another user`,
    {
      hint: `work as its owner, or take it over with chown; to use it as it is: --config ${shellQuoted(file)}`,
    },
  );
}

/**
 * Reads a configuration file that is to be used, whosever it is.
 *
 * @throws KeykistError `INVALID_CONFIG`
 */
export async function readConfiguration(
  how: FoundConfiguration["how"],
  file: string,
): Promise<FoundConfiguration> {
  try {
    const real = await realpath(file);
    // A pipe would never end.
    if (!(await lstat(real)).isFile()) throw unreadable(file, "it is no plain file");
    return { how, file: real, text: await readFile(real, "utf8") };
  } catch (error) {
    if (KeykistError.is(error)) throw error;
    throw unreadable(file, problems.get(Reflect.get(Object(error), "code")) ?? "it cannot be read");
  }
}

const problems: ReadonlyMap<unknown, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["EACCES", "permission denied"],
  ["ENOTDIR", "a part of its path is a file"],
]);

function unreadable(file: string, problem: string): KeykistError {
  return new KeykistError(
    "INVALID_CONFIG",
    `cannot read the configuration ${shownPath(file)}: ${problem}`,
    {
      hint: "give the path of a keykist.json, or leave it out",
    },
  );
}

/** Whose file it is. A link is its target's owner's and its own: both have to be mine. */
export async function ownerOf(file: string): Promise<"me" | "another" | "nobody"> {
  try {
    const { uid } = await lstat(file);
    const target = await lstat(await realpath(file));
    const me = process.getuid?.();
    return me === undefined || (uid === me && target.uid === me) ? "me" : "another";
  } catch (error) {
    const code: unknown = Reflect.get(Object(error), "code");
    if (code === "ENOENT" || code === "ENOTDIR") return "nobody";
    throw unreadable(file, problems.get(code) ?? "it cannot be read");
  }
}
