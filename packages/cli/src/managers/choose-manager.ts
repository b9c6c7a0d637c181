import { KeykistError } from "@keykist/core";
import type { ManagerEntry } from "../configuration/configuration.ts";
import type { OpenedConfiguration } from "../configuration/open-configuration.ts";
import { StateRecord } from "../configuration/state-record.ts";
import type { GlobalOptions } from "../global-options.ts";
import type { Environment, Host } from "../host.ts";
import { didYouMean, nearest } from "../nearest.ts";
import { nonBlank } from "../non-blank.ts";
import { quoted } from "../terminal/plain-text.ts";

/** Why a manager was chosen. */
export type Reason = "--manager" | "KEYKIST_MANAGER" | "kist manager use" | "active" | "default";

/** A manager that was chosen. */
export interface ChosenManager {
  readonly name: string;
  readonly reason: Reason;
  readonly entry: ManagerEntry;
}

/** The manager that is there without any configuration: one file in the user's data folder. */
export const DEFAULT_MANAGER = "default";
const DEFAULT_ENTRY: ManagerEntry = {
  id: "default",
  flavor: "local",
  config: { scope: "none" },
};

/** Which manager each configuration's user has chosen with `kist manager use`. */
export function usedManagers(environment: Environment): StateRecord {
  return new StateRecord(environment, "used-managers.json");
}

/** What a configuration is called where kist remembers something of it. */
export function recordKey({ found }: OpenedConfiguration): string {
  return found?.file ?? "(none)";
}

/** All managers that can be chosen, by name: those of the configuration, and the default one unless it names its own. */
export function allManagers({
  content,
}: OpenedConfiguration): Readonly<Record<string, ManagerEntry>> {
  return { [DEFAULT_MANAGER]: DEFAULT_ENTRY, ...content.managers };
}

/**
 * The manager of a name.
 *
 * @throws KeykistError `MANAGER_NOT_FOUND`, with the name that may have been meant
 */
export function managerNamed(name: string, configuration: OpenedConfiguration): ManagerEntry {
  const managers = allManagers(configuration);
  const entry = Object.hasOwn(managers, name) ? managers[name] : undefined;
  if (entry !== undefined) return entry;
  throw notFound(name, Object.keys(managers));
}

/**
 * Chooses the manager: by `--manager`, `KEYKIST_MANAGER`, `kist manager use`, the configuration's `active`; without
 * any manager in the configuration, the default one.
 *
 * @throws KeykistError `MANAGER_NOT_FOUND`
 */
export async function chooseManager(
  { environment }: Pick<Host, "environment">,
  { manager: option }: Pick<GlobalOptions, "manager">,
  configuration: OpenedConfiguration,
): Promise<ChosenManager> {
  const used = await usedManagers(environment).get(recordKey(configuration));
  const { active, managers } = configuration.content;
  const candidates: readonly [Reason, string | undefined][] = [
    ["--manager", option],
    ["KEYKIST_MANAGER", nonBlank(environment["KEYKIST_MANAGER"])],
    ["kist manager use", used],
    ["active", active],
    // Never beside others: what was meant for one of them would land in it.
    ["default", Object.keys(managers).length === 0 ? DEFAULT_MANAGER : undefined],
  ];
  const all = allManagers(configuration);
  for (const [reason, name] of candidates) {
    if (name === undefined) continue;
    const entry = Object.hasOwn(all, name) ? all[name] : undefined;
    if (entry !== undefined) return { name, reason, entry };
    throw notFound(name, Object.keys(all), reason);
  }
  throw new KeykistError("MANAGER_NOT_FOUND", "no manager is chosen", {
    hint: `choose one: kist manager use NAME, or --manager NAME; there are: ${Object.keys(all).join(", ")}`,
  });
}

function notFound(name: string, names: readonly string[], reason?: Reason): KeykistError {
  const near = nearest(name, names);
  const why = reason === undefined ? "" : `, which ${reason} names`;
  return new KeykistError("MANAGER_NOT_FOUND", `there is no manager ${quoted(name)}${why}`, {
    hint: near.length === 0 ? `there are: ${names.join(", ")}` : didYouMean(near),
  });
}
