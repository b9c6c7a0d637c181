import path from "node:path";
import type { ManagerEntry } from "../configuration/configuration.ts";

/** The options of the local flavor that are paths. Other flavors know themselves what theirs mean. */
const PATHS = ["file", "keyFile"] as const;

type Config = ManagerEntry["config"];

/**
 * The configuration that a manager is made of: paths in a configuration file are relative to it, wherever in the project
 * someone works.
 *
 * @param file of the configuration; `undefined` where there is none
 */
export function configInForce({ flavor, config }: ManagerEntry, file: string | undefined): Config {
  return file === undefined
    ? config
    : withPaths({ flavor, config }, (one) => path.resolve(path.dirname(file), one));
}

/**
 * What is written where paths were typed in a working folder: relative to the configuration if they stay below its
 * folder, so that the project can be moved and cloned.
 */
export function configToWrite(
  entry: Pick<ManagerEntry, "flavor" | "config">,
  {
    words,
    workingFolder,
    file,
  }: {
    /** The words `KEY=VALUE`; paths that none of them gives stay as they are. */
    readonly words: readonly string[];
    readonly workingFolder: string;
    /** The configuration file. */
    readonly file: string;
  },
): Config {
  const typed = new Set(words.map((word) => word.split("=", 1)[0]));
  return withPaths(entry, (one, name) => {
    if (!typed.has(name)) return one;
    const full = path.resolve(workingFolder, one);
    const relative = path.relative(path.dirname(file), full);
    const below = !path.isAbsolute(relative) && relative.split(path.sep)[0] !== "..";
    return below ? `./${relative.split(path.sep).join("/")}` : full;
  });
}

function withPaths(
  { flavor, config }: Pick<ManagerEntry, "flavor" | "config">,
  change: (file: string, name: string) => string,
): Config {
  if (flavor !== "local") return config;
  const paths = PATHS.flatMap((name) => {
    const value = config[name];
    return typeof value === "string" && value !== "" ? [[name, change(value, name)] as const] : [];
  });
  return { ...config, ...Object.fromEntries(paths) };
}
