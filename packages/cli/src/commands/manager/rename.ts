import { editConfiguration } from "../../configuration/edit-configuration.ts";
import { recordKey, usedManagers } from "../../managers/choose-manager.ts";
import { entryOf, managerToEdit } from "../../managers/manager-to-edit.ts";
import type { Session } from "../../session.ts";
import { assertFree, assertManagerName } from "./register.ts";

/** `kist manager rename NAME NEW` */
export default async function renameManager(
  session: Session,
  _options: object,
  name: string,
  next: string,
): Promise<void> {
  const { host, output } = session;
  assertManagerName(next);
  const { file, configuration, entry } = await managerToEdit(session, name);
  await editConfiguration(host, file, (content) => {
    entryOf(name, content);
    assertFree(next, content.managers, file);
    const entries = Object.entries(content.managers);
    return {
      ...content,
      active: content.active === name ? next : content.active,
      managers: Object.fromEntries(entries.map(([one, of]) => [one === name ? next : one, of])),
    };
  });
  const used = usedManagers(host.environment);
  const key = recordKey(configuration);
  if ((await used.get(key)) === name) await used.set(key, next);
  if (output.json) return output.document({ name: next, id: entry.id, file });
  return output.done(`Renamed the manager ${name} to ${next}. Its secrets stay its own.`);
}
