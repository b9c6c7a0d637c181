import { KeykistError, type Secret } from "@keykist/core";

/** One key of a secret on its way into a file of variables. */
export interface ExportedEntry {
  /** The secret that it is from. */
  readonly name: string;
  readonly key: string;
  readonly value: string;
}

/**
 * Returns the keys of several secrets as the variables of one file.
 *
 * @param form what errors call the file: `a .env file`
 * @throws KeykistError `INVALID_VALUE` if two secrets have one key; `INVALID_KEY` if a key is not a valid variable name.
 * Readers would take such a line for something else, a shell for a command
 */
export function exportedEntries(secrets: Iterable<Secret>, form: string): ExportedEntry[] {
  const owners = new Map<string, string>();
  const entries: ExportedEntry[] = [];
  for (const { name, content } of secrets) {
    for (const [key, value] of Object.entries(content)) {
      if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) throw noName(name, key, form);
      const owner = owners.get(key);
      if (owner !== undefined) throw collision(key, owner, name, form);
      owners.set(key, name);
      entries.push({ name, key, value });
    }
  }
  return entries;
}

function noName(name: string, key: string, form: string): KeykistError {
  return new KeykistError(
    "INVALID_KEY",
    `the key ${JSON.stringify(key)} in ${JSON.stringify(name)} cannot be written into ${form}: it is not a valid variable name`,
    { secret: name, hint: "export it with --format json" },
  );
}

function collision(key: string, one: string, other: string, form: string): KeykistError {
  return new KeykistError(
    "INVALID_VALUE",
    `the key ${key} is in both ${JSON.stringify(one)} and ${JSON.stringify(other)}, but ${form} can hold it only once`,
    { hint: "export them one by one, or with --format json" },
  );
}
