import type { Configuration, ManagerEntry } from "./configuration.ts";

/** Values that are shown are cut here. */
const SHOWN = 200;

/** What a configuration would have kist run and ask: lines for who is to trust it. */
export function whatItReaches({ managers, flavors, schemas }: Configuration): string[] {
  return [
    ...Object.entries(flavors).map(([name, source]) => `runs ${shown(source)}, the flavor ${name}`),
    ...schemas.map((source) => `runs ${shown(source)}, which has schemas`),
    ...Object.entries(managers).map(([name, entry]) => managerLine(name, entry, flavors)),
  ];
}

function managerLine(
  name: string,
  { flavor, config }: ManagerEntry,
  flavors: Configuration["flavors"],
): string {
  const places = stringsIn(config).filter(([key, value]) => isPlace(key, value));
  const module = Object.hasOwn(flavors, flavor) ? flavor : `${flavor}, from @keykist/${flavor},`;
  const where = places.map(([key, value]) => `${key} ${shown(value)}`).join(", ");
  return `manager ${name}: flavor ${module}${where === "" ? "" : ` at ${where}`}`;
}

function stringsIn(config: ManagerEntry["config"]): [key: string, value: string][] {
  return Object.entries(config).flatMap(([key, value]) =>
    typeof value === "string" ? [[key, value]] : [],
  );
}

/** Whether an option says where something is: a server or a file. Others are not shown: they may be secret. */
function isPlace(key: string, value: string): boolean {
  return (
    /endpoint|url|uri|host|address|server|region|project|file|path|folder/i.test(key) ||
    /^[a-z][a-z0-9+.-]*:\/\//i.test(value)
  );
}

/** Text of a stranger: one line, without control characters. A URL's user and password are left out. */
function shown(text: string): string {
  const plain = text.replace(/\/\/[^/@]*@/, "//");
  return JSON.stringify(plain.length > SHOWN ? `${plain.slice(0, SHOWN)}…` : plain);
}
