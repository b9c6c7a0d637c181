import { KeykistError } from "@keykist/core";
import type { Session } from "../session.ts";
import { type Configuration, NO_CONFIGURATION, parseConfiguration } from "./configuration.ts";
import { findConfiguration, type FoundConfiguration } from "./find-configuration.ts";
import { isTrusted, trust } from "./trust.ts";
import { whatItReaches } from "./what-it-reaches.ts";

/** The configuration in force, and the file that it is from. */
export interface OpenedConfiguration {
  /** `undefined` where there is no file: everything is by default. */
  readonly found: FoundConfiguration | undefined;
  readonly content: Configuration;
}

/**
 * Finds and reads the configuration. A project's has to be trusted; a person is asked, once for each state of the file.
 *
 * @throws KeykistError `UNTRUSTED_CONFIG`, `INVALID_CONFIG`
 */
export async function openConfiguration(
  session: Pick<Session, "host" | "options" | "prompts">,
): Promise<OpenedConfiguration> {
  const { found } = await findConfiguration(session.host, session.options);
  if (found === undefined) return { found, content: NO_CONFIGURATION };
  const content = parseConfiguration(found.text, found.file);
  if (found.how === "project") await assertTrusted(session, found, content);
  return { found, content };
}

async function assertTrusted(
  { host, prompts }: Pick<Session, "host" | "prompts">,
  found: FoundConfiguration,
  content: Configuration,
): Promise<void> {
  if (await isTrusted(host.environment, found)) return;
  const reaches = whatItReaches(content);
  if (prompts.available) {
    host.stderr.write(
      `${found.file} is not trusted yet. It\n${reaches.map((line) => `  ${line}\n`).join("")}`,
    );
    if (await prompts.confirm("Trust it, as it is now?")) return trust(host.environment, found);
  }
  throw new KeykistError(
    "UNTRUSTED_CONFIG",
    `the configuration ${found.file} is not trusted: it ${reaches.join("; ")}`,
    { hint: `look at it, then: kist trust ${found.file}` },
  );
}
