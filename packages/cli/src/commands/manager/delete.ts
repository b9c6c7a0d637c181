import { editConfiguration } from "../../configuration/edit-configuration.ts";
import { countInWords, countSecrets } from "../../managers/left-behind.ts";
import { recordKey, usedManagers } from "../../managers/choose-manager.ts";
import { entryOf, managerToEdit } from "../../managers/manager-to-edit.ts";
import type { Session } from "../../session.ts";
import { agree } from "../../terminal/agree.ts";
import { shownPath } from "../../terminal/shown-path.ts";

/** `kist manager delete NAME` */
export default async function deleteManager(
  session: Session,
  _options: object,
  name: string,
): Promise<void> {
  const { host, output } = session;
  const { file, configuration, entry } = await managerToEdit(session, name);
  const count = await countSecrets(session, name, entry);
  const left = countInWords(count);
  await agree(session, {
    question: `Delete the manager ${name}, and leave behind ${left}?`,
    declined: "nothing was deleted",
    deed: `deleting the manager ${name}`,
  });
  await editConfiguration(host, file, (content) => {
    entryOf(name, content);
    const others = Object.entries(content.managers).filter(([one]) => one !== name);
    return {
      ...content,
      active: content.active === name ? undefined : content.active,
      managers: Object.fromEntries(others),
    };
  });
  const used = usedManagers(host.environment);
  const key = recordKey(configuration);
  if ((await used.get(key)) === name) await used.set(key, undefined);
  if (output.json) {
    const secretsLeft = count.kind === "counted" && !count.more ? count.secrets : null;
    return output.document({ name, id: entry.id, secretsLeft, file });
  }
  return output.done(
    `Deleted the manager ${name} from ${shownPath(file)}. It leaves behind ${left}; its id was ${entry.id}.`,
  );
}
