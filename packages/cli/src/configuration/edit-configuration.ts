import path from "node:path";
import type { Host } from "../host.ts";
import { type Configuration, NO_CONFIGURATION, parseConfiguration } from "./configuration.ts";
import { editFile } from "./edit-file.ts";
import { isTrusted, trust } from "./trust.ts";

/** Where editors learn what a configuration may hold. */
const SCHEMA =
  "https://raw.githubusercontent.com/keykist/keykist/main/packages/cli/keykist.schema.json";

/**
 * Changes a configuration file, whole or not at all, also when others do at the same time; makes it where it is not
 * there. A file that was trusted stays so: it is kist that changes it.
 *
 * @throws KeykistError `INVALID_CONFIG` where the file is not one, and whatever `change` throws: nothing is written then
 */
export async function editConfiguration(
  { environment }: Pick<Host, "environment">,
  file: string,
  change: (configuration: Configuration) => Configuration,
): Promise<void> {
  let after: string | undefined;
  let before: string | undefined;
  await editFile(path.resolve(file), (text) => {
    before = text;
    const current = text === undefined ? NO_CONFIGURATION : parseConfiguration(text, file);
    const { active, managers, flavors, schemas } = change(current);
    after = `${JSON.stringify({ $schema: SCHEMA, active, managers, flavors, schemas }, null, 2)}\n`;
    return after;
  });
  if (after === undefined) return;
  const trusted = before === undefined || (await isTrusted(environment, { file, text: before }));
  if (trusted) await trust(environment, { file, text: after });
}
