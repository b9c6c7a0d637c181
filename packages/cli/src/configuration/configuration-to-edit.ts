import path from "node:path";
import type { Session } from "../session.ts";
import { UsageError } from "../usage-error.ts";
import { CONFIGURATION_FILE, userFile } from "./configuration-file.ts";
import { findAt, findProject, type FoundConfiguration } from "./find-configuration.ts";
import { type OpenedConfiguration, openFound } from "./open-configuration.ts";

/** Which configuration a command is to write. */
export interface PlaceOptions {
  /** The nearest project's; a new one in the working folder where there is none. */
  readonly project?: boolean | undefined;
  /** The user's own. */
  readonly user?: boolean | undefined;
}

/** A configuration that is to be written. */
export interface ConfigurationToEdit {
  /** Its file, which may be still to be made. */
  readonly file: string;
  readonly configuration: OpenedConfiguration;
}

/**
 * The configuration that a command writes: the one that `--project` or `--user` chooses, else the one in force, else
 * the user's.
 *
 * @throws UsageError where two are chosen
 * @throws KeykistError `UNTRUSTED_CONFIG`, `INVALID_CONFIG`
 */
export async function configurationToEdit(
  session: Session,
  { project = false, user = false }: PlaceOptions,
): Promise<ConfigurationToEdit> {
  const { environment, workingFolder } = session.host;
  assertOneChoice(session, { project, user });
  const own = userFile(environment);
  if (project) {
    const nearest = await findProject(workingFolder, own);
    const found = nearest?.how === "user" ? undefined : nearest;
    return toEdit(session, found, path.join(workingFolder, CONFIGURATION_FILE));
  }
  if (user) return toEdit(session, await findAt("user", own), own);
  const configuration = await session.configuration();
  return { file: configuration.found?.file ?? own, configuration };
}

async function toEdit(
  session: Session,
  found: FoundConfiguration | undefined,
  fresh: string,
): Promise<ConfigurationToEdit> {
  return { file: found?.file ?? fresh, configuration: await openFound(session, found) };
}

function assertOneChoice(
  { host, options }: Session,
  { project, user }: Required<PlaceOptions>,
): void {
  const named = [
    options.config === undefined ? [] : ["--config"],
    host.environment["KEYKIST_CONFIG"] === undefined ? [] : ["KEYKIST_CONFIG"],
    project ? ["--project"] : [],
    user ? ["--user"] : [],
  ].flat();
  if ((project || user) && named.length > 1) {
    throw new UsageError(`${named.join(" and ")} choose two configurations`, "use one of them");
  }
}
