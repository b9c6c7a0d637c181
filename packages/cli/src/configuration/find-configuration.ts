import { lstat, readFile, realpath } from "node:fs/promises";
import path from "node:path";
import { KeykistError } from "@keykist/core";
import type { GlobalOptions } from "../global-options.ts";
import type { Host } from "../host.ts";
import { userFolders } from "./user-folders.ts";

/** The name of a configuration file. */
export const CONFIGURATION_FILE = "keykist.json";

/** A configuration file that was found, and how: only one that lay in the way has to be trusted first. */
export interface FoundConfiguration {
  readonly how: "option" | "variable" | "project" | "user";
  /** Its real path. */
  readonly file: string;
  readonly text: string;
}

/** What a search for the configuration came to. */
export interface Search {
  readonly found: FoundConfiguration | undefined;
  /** Files that lay in the way and belong to another user. */
  readonly ignored: readonly string[];
}

/**
 * Looks for the configuration: `--config`, `KEYKIST_CONFIG`, upwards from the working folder, the user's own.
 *
 * @throws KeykistError `INVALID_CONFIG` where the file that is named cannot be read
 */
export async function findConfiguration(host: Host, options: GlobalOptions): Promise<Search> {
  const { environment, workingFolder } = host;
  const named: readonly [FoundConfiguration["how"], string | undefined][] = [
    ["option", options.config],
    ["variable", environment["KEYKIST_CONFIG"]],
  ];
  for (const [how, file] of named) {
    if (file === undefined) continue;
    if (file === "")
      throw unreadable(how === "option" ? "--config" : "KEYKIST_CONFIG", "it is empty");
    return { found: await readNamed(how, path.resolve(workingFolder, file)), ignored: [] };
  }
  const ignored: string[] = [];
  const look = async (
    how: FoundConfiguration["how"],
    folder: string,
  ): Promise<FoundConfiguration | undefined> => {
    const file = path.join(folder, CONFIGURATION_FILE);
    const owner = await ownerOf(file);
    if (owner === "nobody") return undefined;
    if (owner === "me") return readNamed(how, file);
    ignored.push(file);
    return undefined;
  };
  for (const folder of upwards(workingFolder)) {
    const found = await look("project", folder);
    if (found !== undefined) return { found, ignored };
  }
  return { found: await look("user", userFolders(environment).config), ignored };
}

function upwards(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...upwards(parent)];
}

async function readNamed(
  how: FoundConfiguration["how"],
  file: string,
): Promise<FoundConfiguration> {
  try {
    return { how, file: await realpath(file), text: await readFile(file, "utf8") };
  } catch (error) {
    throw unreadable(file, problems.get(Reflect.get(Object(error), "code")) ?? "it cannot be read");
  }
}

const problems: ReadonlyMap<unknown, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["EACCES", "permission denied"],
  ["EISDIR", "it is a folder"],
]);

function unreadable(file: string, problem: string): KeykistError {
  return new KeykistError("INVALID_CONFIG", `cannot read the configuration ${file}: ${problem}`, {
    hint: "give the path of a keykist.json, or leave it out",
  });
}

/** Whose file it is. A link is its target's owner's and its own: both have to be mine. */
async function ownerOf(file: string): Promise<"me" | "another" | "nobody"> {
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
