import { KeykistError } from "@keykist/core";
import { MANAGER_NAME, type ManagerEntry } from "../../configuration/configuration.ts";
import {
  configurationToEdit,
  type PlaceOptions,
} from "../../configuration/configuration-to-edit.ts";
import { editConfiguration } from "../../configuration/edit-configuration.ts";
import { flavorFields } from "../../flavors/flavor-fields.ts";
import { loadFlavor } from "../../flavors/load-flavor.ts";
import { assertConfig } from "../../managers/assert-config.ts";
import { configToWrite } from "../../managers/entry-paths.ts";
import { withGivenConfig } from "../../managers/given-config.ts";
import { newManagerId } from "../../managers/manager-id.ts";
import type { Session } from "../../session.ts";
import { UsageError } from "../../usage-error.ts";
import { shownPath } from "../../terminal/shown-path.ts";

/** The options of `kist manager register`. */
export interface ManagerRegisterOptions extends PlaceOptions {
  readonly flavor?: string | undefined;
}

/** `kist manager register NAME --flavor FLAVOR [KEY=VALUE]…` */
export default async function registerManager(
  session: Session,
  { flavor, ...place }: ManagerRegisterOptions,
  name: string,
  ...words: readonly string[]
): Promise<void> {
  const { host, output } = session;
  assertManagerName(name);
  if (flavor === undefined) {
    throw new UsageError("--flavor is missing", "see which there are: kist flavor list");
  }
  const { file, configuration } = await configurationToEdit(session, place);
  assertFree(name, configuration.content.managers, file);
  const Flavor = await loadFlavor(flavor, { ...configuration, file });
  const given = withGivenConfig(
    { scope: Flavor.defaultScope },
    { words },
    { name: flavor, fields: flavorFields(Flavor) },
  );
  const { workingFolder } = host;
  const config = configToWrite({ flavor, config: given }, { words, workingFolder, file });
  const entry: ManagerEntry = { id: newManagerId(), flavor, config };
  await assertConfig(Flavor, name, entry);
  let active = false;
  await editConfiguration(host, file, (content) => {
    assertFree(name, content.managers, file);
    active = Object.keys(content.managers).length === 0;
    return {
      ...content,
      active: active ? name : content.active,
      managers: { ...content.managers, [name]: entry },
    };
  });
  if (output.json) return output.document({ name, id: entry.id, flavor, active, file });
  const next = active ? "It is the active one." : `To work with it: kist manager use ${name}`;
  return output.done(`Registered the manager ${name} (${flavor}) in ${shownPath(file)}. ${next}`);
}

/**
 * Refuses what is no name of a manager.
 *
 * @throws KeykistError `INVALID_NAME`
 */
export function assertManagerName(name: string): void {
  if (MANAGER_NAME.test(name)) return;
  throw new KeykistError("INVALID_NAME", "the name of the manager is not valid", {
    hint: 'use at most 100 letters, digits, ".", "_" and "-", beginning with a letter or digit',
  });
}

/**
 * Refuses a name that another manager has.
 *
 * @throws KeykistError `MANAGER_EXISTS`
 */
export function assertFree(
  name: string,
  managers: Readonly<Record<string, ManagerEntry>>,
  file: string,
): void {
  if (!Object.hasOwn(managers, name)) return;
  throw new KeykistError(
    "MANAGER_EXISTS",
    `there is a manager ${name} in ${shownPath(file)} already`,
    {
      hint: `choose another name, or change it: kist manager update ${name} KEY=VALUE`,
    },
  );
}
