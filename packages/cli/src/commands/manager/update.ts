import type { ManagerEntry } from "../../configuration/configuration.ts";
import { editConfiguration } from "../../configuration/edit-configuration.ts";
import { flavorFields } from "../../flavors/flavor-fields.ts";
import { loadFlavor } from "../../flavors/load-flavor.ts";
import { assertConfig } from "../../managers/assert-config.ts";
import { configToWrite } from "../../managers/entry-paths.ts";
import { withGivenConfig } from "../../managers/given-config.ts";
import { entryOf, managerToEdit } from "../../managers/manager-to-edit.ts";
import type { Session } from "../../session.ts";
import { UsageError } from "../../usage-error.ts";
import { shownPath } from "../../terminal/shown-path.ts";

/** The options of `kist manager update`. */
export interface ManagerUpdateOptions {
  readonly unset?: readonly string[] | undefined;
}

/** `kist manager update NAME [KEY=VALUE]… [--unset KEY]…` */
export default async function updateManager(
  session: Session,
  { unset = [] }: ManagerUpdateOptions,
  name: string,
  ...words: readonly string[]
): Promise<void> {
  const { host, output } = session;
  if (words.length === 0 && unset.length === 0) {
    throw new UsageError("there is nothing to change", "give KEY=VALUE or --unset KEY");
  }
  const { file, configuration, entry } = await managerToEdit(session, name);
  const { id, flavor } = entry;
  const Flavor = await loadFlavor(flavor, configuration);
  const fields = flavorFields(Flavor);
  const { workingFolder } = host;
  const changed = (before: ManagerEntry): ManagerEntry => {
    const config = withGivenConfig(before.config, { words, unset }, { name: flavor, fields });
    return {
      ...before,
      config: configToWrite({ flavor, config }, { words, workingFolder, file }),
    };
  };
  await assertConfig(Flavor, name, changed(entry));
  await editConfiguration(host, file, (content) => {
    const managers = { ...content.managers, [name]: changed(entryOf(name, content)) };
    return { ...content, managers };
  });
  if (output.json) return output.document({ name, id, file });
  return output.done(`Updated the manager ${name} in ${shownPath(file)}.`);
}
