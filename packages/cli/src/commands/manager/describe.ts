import type { Capabilities } from "@keykist/core";
import type { ManagerEntry } from "../../configuration/configuration.ts";
import type { OpenedConfiguration } from "../../configuration/open-configuration.ts";
import { capabilityLines } from "../../flavors/capability-lines.ts";
import { flavorFields } from "../../flavors/flavor-fields.ts";
import { loadFlavor } from "../../flavors/load-flavor.ts";
import { chooseManager } from "../../managers/choose-manager.ts";
import { configInForce } from "../../managers/entry-paths.ts";
import type { Session } from "../../session.ts";
import { columns } from "../../terminal/columns.ts";

/** `kist manager describe [NAME]` */
export default async function describeManager(
  session: Session,
  _options: object,
  named?: string,
): Promise<void> {
  const { host, options, output } = session;
  const configuration = await session.configuration();
  const chosen = await chooseManager(host, { manager: named ?? options.manager }, configuration);
  const { name, entry } = chosen;
  const { id, flavor } = entry;
  const file = configuration.found?.file ?? null;
  const { config, capabilities } = await shown(entry, name, configuration);
  if (output.json) return output.document({ name, id, flavor, file, config, capabilities });
  return output.lines([
    ...columns([
      ["name", name],
      ["id", id],
      ["flavor", flavor],
      ["from", file ?? "no configuration"],
      ...(named === undefined ? [["chosen by", chosen.reason]] : []),
    ]),
    "",
    "Configuration",
    ...columns([
      ["  OPTION", "VALUE"],
      ...Object.entries(config).map(([key, value]) => [`  ${key}`, inWords(value)]),
    ]),
    "",
    ...capabilityLines(capabilities),
  ]);
}

interface Shown {
  readonly config: Readonly<Record<string, unknown>>;
  readonly capabilities: Capabilities;
}

/** A manager's configuration as it may be shown, and what the manager can do. */
async function shown(
  entry: ManagerEntry,
  name: string,
  configuration: OpenedConfiguration,
): Promise<Shown> {
  const Flavor = await loadFlavor(entry.flavor, configuration);
  const config = configInForce(entry, configuration.found?.file);
  await using manager = new Flavor(config, { id: entry.id, name });
  const fields = new Map(flavorFields(Flavor).map((field) => [field.name, field]));
  const masked = Object.entries(config).map(([key, value]) => {
    const isPlain = fields.get(key)?.sensitive === false;
    return [key, isPlain ? value : "(hidden)"] as const;
  });
  return { config: Object.fromEntries(masked), capabilities: manager.capabilities };
}

function inWords(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
