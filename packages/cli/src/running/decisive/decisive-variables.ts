import type { VariableFamily } from "./family.ts";
import { languageFamilies } from "./language-families.ts";
import { serviceFamilies } from "./service-families.ts";
import { systemFamilies } from "./system-families.ts";

/*
 * Whoever may write a secret, or a file of --dotenv, chooses its keys. These are the names by which that would let them
 * run code in a program that was only meant to be given a password, or send its traffic elsewhere. They are taken from
 * the documentation of each tool. Names that only a program of one's own reads (`FLASK_APP`, `PGHOST`, `DATABASE_URL`) are
 * what secrets are for, and are not here.
 */

/** All families: docs/run-variables.md lists them. */
export const DECISIVE_FAMILIES: readonly VariableFamily[] = [
  ...systemFamilies,
  ...languageFamilies,
  ...serviceFamilies,
];

/** The family of a variable that decides what code runs or where traffic goes; `undefined` for any other. */
export function decisiveFamily(
  name: string,
  platform: NodeJS.Platform,
): VariableFamily | undefined {
  return DECISIVE_FAMILIES.find((family) => {
    // Windows has one variable for `Path` and `PATH`.
    const flags = platform === "win32" || family.anyCase === true ? "i" : "";
    const isOneOf = (names: string): boolean => patternOf(names, flags).test(name);
    return isOneOf(family.names) && !(family.except !== undefined && isOneOf(family.except));
  });
}

function patternOf(names: string, flags: string): RegExp {
  return new RegExp(`^(?:${names.replaceAll(" ", "|").replaceAll("*", ".*")})$`, flags);
}
