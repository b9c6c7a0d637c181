import { parseEnv } from "node:util";
import { findReferences, resolveReferences } from "@keykist/core";
import type { Environment } from "../host.ts";
import { namedManagers } from "../managers/named-managers.ts";
import type { Session } from "../session.ts";
import { readTextFile } from "../values/read-file.ts";
import { callersValue } from "./callers-value.ts";
import type { Injection } from "./child-environment.ts";
import { shownPath } from "../terminal/shown-path.ts";

/** A line of a dotenv file, before its references have their values. */
interface Line {
  readonly text: string;
  readonly file: string;
}

/**
 * The variables of dotenv files, as `node --env-file` has them: of two files the later counts, and a variable of the
 * caller comes before both. The values of secrets stand in place of their references. Where the caller's variable is
 * blank, as CI sets those that have no value, a reference comes before it.
 *
 * @param own the variables of the caller
 * @throws KeykistError `INVALID_VALUE` where a file cannot be read; `REFERENCE_UNRESOLVED` naming every reference that
 * has no value
 */
export async function dotenvInjections(
  session: Session,
  files: readonly string[],
  own: Environment,
): Promise<readonly Injection[]> {
  const lines = new Map<string, Line>();
  for (const file of files) {
    for (const [name, text] of await variablesOf(session, file)) lines.set(name, { text, file });
  }
  const wanted = [...lines].filter(([name, { text }]) => {
    const mine = callersValue(own, name);
    return mine === undefined || (mine === "" && findReferences(text).length > 0);
  });
  const texts = Object.fromEntries(wanted.map(([name, { text }]) => [name, text]));
  const managers = await namedManagers(session, findReferences(texts));
  // Also where there is no reference: a `\{{` stands for `{{` in every file.
  const resolved = await resolveReferences(texts, managers, { signal: session.signal });
  return files.map((file) => ({
    from: `the file ${shownPath(file)}`,
    variables: Object.fromEntries(
      Object.entries(resolved).filter(([name]) => lines.get(name)?.file === file),
    ),
  }));
}

async function variablesOf(session: Session, file: string): Promise<readonly [string, string][]> {
  const text = await readTextFile(session, file);
  // Some editors put a mark in front.
  const entries = Object.entries(parseEnv(text.replace(/^\uFEFF/, "")));
  return entries.map(([name, value = ""]) => [name, value]);
}
