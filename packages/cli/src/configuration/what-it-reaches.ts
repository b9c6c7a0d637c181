import { quoted } from "../terminal/plain-text.ts";
import type { Configuration, ManagerEntry } from "./configuration.ts";
import { packagesBeside } from "./packages-beside.ts";
import { namesServer, withoutUser } from "./place-url.ts";

/**
 * What a configuration would have kist run and ask: lines for who is to trust it.
 *
 * @param file of the configuration
 */
export function whatItReaches(
  { managers, flavors, schemas, run }: Configuration,
  file: string,
): string[] {
  return [
    ...Object.entries(flavors).map(
      ([name, source]) => `runs ${quoted(source)}, the flavor ${name}`,
    ),
    ...schemas.map((source) => `runs ${quoted(source)}, which has schemas`),
    ...packagesBeside(file).map(
      (folder) => `runs ${quoted(folder)}, where its flavor is asked for`,
    ),
    ...Object.entries(managers).map(([name, entry]) => managerLine(name, entry)),
    ...(run.secrets.length === 0
      ? []
      : [
          `gives ${run.secrets.map((name) => quoted(name)).join(", ")} to each command of kist run`,
        ]),
  ];
}

function managerLine(name: string, { flavor, config }: ManagerEntry): string {
  const places = stringsIn(config).filter(([key, value]) => isPlace(key, value));
  const where = places
    .map(([key, value]) => `${quotedKey(key)} ${quoted(withoutUser(value))}`)
    .join(", ");
  return `asks manager ${name}: flavor ${flavor}${where === "" ? "" : `, ${where}`}`;
}

function stringsIn(config: unknown, key = ""): [key: string, value: string][] {
  if (typeof config === "string") return [[key, config]];
  if (typeof config !== "object" || config === null) return [];
  return Object.entries(config).flatMap(([name, value]) =>
    stringsIn(value, key === "" ? name : `${key}.${name}`),
  );
}

/** Reports whether an option says where something is: a server or a file. Others are not shown: they may be secret. */
function isPlace(key: string, value: string): boolean {
  return (
    namesServer(key) ||
    /region|project|file|path|folder|kms/i.test(key) ||
    /^[a-z][a-z0-9+.-]*:\/\//i.test(value)
  );
}

function quotedKey(key: string): string {
  return /^[A-Za-z0-9._-]{1,60}$/.test(key) ? key : quoted(key);
}
