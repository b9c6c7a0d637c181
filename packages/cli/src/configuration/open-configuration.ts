import { KeykistError } from "@keykist/core";
import type { Session } from "../session.ts";
import { type Configuration, NO_CONFIGURATION, parseConfiguration } from "./configuration.ts";
import { findConfiguration, type FoundConfiguration } from "./find-configuration.ts";
import { isTrusted, trust } from "./trust.ts";
import { whatItReaches } from "./what-it-reaches.ts";
import { shownPath } from "../terminal/shown-path.ts";
import { shellQuoted } from "../terminal/shell-quoted.ts";

/** The configuration in force, and the file that it is from. */
export interface OpenedConfiguration {
  /** `undefined` where there is no file: everything is by default. */
  readonly found: FoundConfiguration | undefined;
  readonly content: Configuration;
}

/** What opening takes of a session. */
export type OpeningSession = Pick<Session, "host" | "options" | "output" | "prompts" | "attended">;

/**
 * Finds and reads the configuration. A project's has to be trusted; a person is asked, once for each state of the file.
 *
 * @throws KeykistError `UNTRUSTED_CONFIG`, `INVALID_CONFIG`
 */
export async function openConfiguration(session: OpeningSession): Promise<OpenedConfiguration> {
  return openFound(session, await findConfiguration(session.host, session.options));
}

/**
 * Reads a configuration that was found.
 *
 * @throws KeykistError `UNTRUSTED_CONFIG`, `INVALID_CONFIG`
 */
export async function openFound(
  session: OpeningSession,
  found: FoundConfiguration | undefined,
): Promise<OpenedConfiguration> {
  if (found === undefined) return { found, content: NO_CONFIGURATION };
  const content = parseConfiguration(found.text, found.file);
  if (!trustsItself(session, found)) await assertTrusted(session, found, content);
  return { found, content };
}

/** Finds and reads the configuration if it is trusted and valid. Asks nobody. */
export async function openIfTrusted(
  session: OpeningSession,
): Promise<OpenedConfiguration | undefined> {
  try {
    const found = await findConfiguration(session.host, session.options);
    if (found === undefined) return undefined;
    const isKnown =
      trustsItself(session, found) || (await isTrusted(session.host.environment, found));
    return isKnown ? { found, content: parseConfiguration(found.text, found.file) } : undefined;
  } catch (error) {
    if (KeykistError.is(error, "INVALID_CONFIG")) return undefined;
    throw error;
  }
}

/** Reports whether a file needs no trust: naming one trusts it, but not while a line is still being typed. */
function trustsItself(
  { attended }: Pick<OpeningSession, "attended">,
  { how }: FoundConfiguration,
): boolean {
  return how === "user" || (how !== "project" && attended);
}

async function assertTrusted(
  { host, output, prompts }: OpeningSession,
  found: FoundConfiguration,
  content: Configuration,
): Promise<void> {
  if (await isTrusted(host.environment, found)) return;
  const reaches = whatItReaches(content, found.file);
  if (prompts.available) {
    output.ask([
      `${shownPath(found.file)} is not trusted yet. It`,
      ...reaches.map((line) => `  ${line}`),
    ]);
    if (await prompts.confirm("Trust it, as it is now?")) return trust(host.environment, found);
  }
  throw new KeykistError(
    "UNTRUSTED_CONFIG",
    `the configuration ${shownPath(found.file)} is not trusted: it ${reaches.join("; ") || "reaches nothing"}`,
    { hint: `look at it, then: kist trust ${shellQuoted(found.file)}` },
  );
}
