import type { Environment } from "../host.ts";

/** What opens the store is nothing for a program that is given what it needs. */
const WITHHELD: ReadonlySet<string> = new Set(["KEYKIST_KEY", "KEYKIST_PASSPHRASE"]);

/** Reports whether a variable never reaches a command. */
export function isWithheld(name: string): boolean {
  return WITHHELD.has(name.toUpperCase());
}

/**
 * The variables of this process, without what opens a store: those that other code is run with.
 *
 * @param withheld others that are left out: credentials of flavors
 */
export function ownVariables(
  environment: Environment,
  withheld: ReadonlySet<string> = new Set(),
): Record<string, string> {
  const left = new Set([...withheld].map((name) => name.toUpperCase()));
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && !isWithheld(name) && !left.has(name.toUpperCase()))
      own[name] = value;
  }
  return own;
}
