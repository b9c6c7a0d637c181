import type { ManagerEntry } from "../../configuration/configuration.ts";
import { allManagers, chooseManager } from "../../managers/choose-manager.ts";
import type { OpenedConfiguration } from "../../configuration/open-configuration.ts";
import { KeykistError } from "@keykist/core";
import type { Session } from "../../session.ts";
import { columns } from "../../terminal/columns.ts";

/** `kist manager list` */
export default async function listManagers(session: Session): Promise<void> {
  const { output } = session;
  const configuration = await session.configuration();
  const chosen = await chosenName(session, configuration);
  const { active } = configuration.content;
  const managers = Object.entries(allManagers(configuration)).map(([name, entry]) => ({
    name,
    id: entry.id,
    flavor: entry.flavor,
    scope: scopeOf(entry),
    active: name === active,
    chosen: name === chosen,
  }));
  if (output.json) return output.document(managers);
  const rows = managers.map(({ name, flavor, scope, active: isActive, chosen: isChosen }) => [
    isChosen ? "*" : " ",
    name,
    flavor,
    scope,
    isActive ? "active" : "",
  ]);
  return output.lines(columns([[" ", "NAME", "FLAVOR", "SCOPE", ""], ...rows]));
}

/** The manager that is worked with now; none where nothing chooses one, or one that is not there. */
async function chosenName(
  { host, options }: Session,
  configuration: OpenedConfiguration,
): Promise<string | undefined> {
  try {
    return (await chooseManager(host, options, configuration)).name;
  } catch (error) {
    if (!KeykistError.is(error, "MANAGER_NOT_FOUND")) throw error;
    return undefined;
  }
}

function scopeOf({ config }: ManagerEntry): string {
  const { scope = "none", namespace } = config;
  const name = typeof scope === "string" ? scope : "?";
  return typeof namespace === "string" ? `${name} ${namespace}` : name;
}
