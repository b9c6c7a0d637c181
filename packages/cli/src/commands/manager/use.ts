import { managerNamed, recordKey, usedManagers } from "../../managers/choose-manager.ts";
import type { Session } from "../../session.ts";
import { shownPath } from "../../terminal/shown-path.ts";

/** `kist manager use NAME` */
export default async function useManager(
  session: Session,
  _options: object,
  name: string,
): Promise<void> {
  const { host, output } = session;
  const configuration = await session.configuration();
  managerNamed(name, configuration);
  const { environment } = host;
  await usedManagers(environment).set(recordKey(configuration), name);
  const file = configuration.found?.file ?? null;
  if (output.json) return output.document({ name, file });
  await output.done(
    `From now on you work with the manager ${name}${file === null ? "" : `, with ${shownPath(file)}`}.`,
  );
  const other = environment["KEYKIST_MANAGER"];
  if (other !== undefined && other !== name) {
    output.warn(`KEYKIST_MANAGER is set to another manager, and comes first; unset it`);
  }
}
