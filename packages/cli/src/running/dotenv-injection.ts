import { parseEnv } from "node:util";
import { findReferences, resolveReferences } from "@keykist/core";
import { namedManagers } from "../managers/named-managers.ts";
import type { Session } from "../session.ts";
import { readTextFile } from "../values/read-file.ts";
import type { Injection } from "./child-environment.ts";

/**
 * The variables of a dotenv file, as Node reads it, the values of secrets in place of their references.
 *
 * @throws KeykistError `INVALID_VALUE` where the file cannot be read; `REFERENCE_UNRESOLVED` naming every reference
 * that has no value
 */
export async function dotenvInjection(session: Session, file: string): Promise<Injection> {
  const parsed = parseEnv(await readTextFile(session, file));
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(parsed)) {
    if (value !== undefined) variables[name] = value;
  }
  const from = `the file ${file}`;
  const references = findReferences(variables);
  if (references.length === 0) return { from, variables };
  const resolved = await resolveReferences(variables, await namedManagers(session, references), {
    signal: session.signal,
  });
  return { from, variables: resolved };
}
