import type { ManagerEntry } from "../../configuration/configuration.ts";
import { editConfiguration } from "../../configuration/edit-configuration.ts";
import { newManagerId } from "../../managers/manager-id.ts";
import { entryOf, managerToEdit } from "../../managers/manager-to-edit.ts";
import type { Session } from "../../session.ts";
import { assertFree, assertManagerName } from "./register.ts";

/** `kist manager copy NAME NEW` */
export default async function copyManager(
  session: Session,
  _options: object,
  name: string,
  copy: string,
): Promise<void> {
  const { host, output } = session;
  assertManagerName(copy);
  const { file } = await managerToEdit(session, name);
  const id = newManagerId();
  let scope: unknown;
  await editConfiguration(host, file, (content) => {
    assertFree(copy, content.managers, file);
    const entry: ManagerEntry = { ...entryOf(name, content), id };
    scope = entry.config["scope"];
    return { ...content, managers: { ...content.managers, [copy]: entry } };
  });
  if (output.json) return output.document({ name: copy, id, file });
  const sees =
    scope === "component"
      ? "It begins without secrets: scope component gives each manager its own."
      : `It sees the same secrets as ${name}.`;
  return output.done(`Copied the manager ${name} to ${copy}. ${sees}`);
}
