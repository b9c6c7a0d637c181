import { KeykistError } from "@keykist/core";
import type { Configuration, ManagerEntry } from "../configuration/configuration.ts";
import type { OpenedConfiguration } from "../configuration/open-configuration.ts";
import type { Session } from "../session.ts";
import { managerNamed } from "./choose-manager.ts";

/** A manager that is to be changed, and the configuration file that names it. */
export interface ManagerToEdit {
  readonly file: string;
  readonly configuration: OpenedConfiguration;
  readonly entry: ManagerEntry;
}

/**
 * The manager of a name, in the configuration in force.
 *
 * @throws KeykistError `MANAGER_NOT_FOUND`; `UNSUPPORTED` for the default manager, which no configuration names
 */
export async function managerToEdit(session: Session, name: string): Promise<ManagerToEdit> {
  const configuration = await session.configuration();
  const entry = managerNamed(name, configuration);
  const file = configuration.found?.file;
  if (file !== undefined && Object.hasOwn(configuration.content.managers, name)) {
    return { file, configuration, entry };
  }
  throw new KeykistError("UNSUPPORTED", `the manager ${name} is there without a configuration`, {
    hint: "register one of your own: kist manager register NAME --flavor FLAVOR",
  });
}

/**
 * The entry of a name as an edit finds it, which is made after others.
 *
 * @throws KeykistError `MANAGER_NOT_FOUND` where it has gone in the meantime
 */
export function entryOf(name: string, { managers }: Configuration): ManagerEntry {
  const entry = Object.hasOwn(managers, name) ? managers[name] : undefined;
  if (entry !== undefined) return entry;
  throw new KeykistError("MANAGER_NOT_FOUND", `the manager ${name} was removed in the meantime`, {
    hint: "see which there are: kist manager list",
  });
}
