import { KeykistError } from "@keykist/core";
import type { OpenedConfiguration } from "../configuration/open-configuration.ts";
import { flavorFields } from "../flavors/flavor-fields.ts";
import { loadFlavor, sourceOfFlavor } from "../flavors/load-flavor.ts";
import { findPackage } from "../flavors/resolve-package.ts";
import { isPath, splitSource } from "../flavors/source.ts";
import { assertConfig } from "../managers/assert-config.ts";
import { allManagers, chooseManager, type ChosenManager } from "../managers/choose-manager.ts";
import type { Session } from "../session.ts";
import { type Finding, problemOf } from "./finding.ts";
import { shownPath } from "../terminal/shown-path.ts";

/** The manager that is chosen, if there is one, and how the managers are. */
export async function lookAtManagers(
  { host, options }: Session,
  configuration: OpenedConfiguration,
): Promise<{
  readonly findings: readonly Finding[];
  readonly chosen: ChosenManager | undefined;
  /** The managers that can be made. */
  readonly usable: readonly string[];
}> {
  const findings: Finding[] = [];
  const usable: string[] = [];
  let chosen: ChosenManager | undefined;
  try {
    chosen = await chooseManager(host, options, configuration);
    const { name, reason, entry } = chosen;
    const says = `${name}, of the flavor ${entry.flavor}, chosen by ${reason}`;
    findings.push({ status: "ok", about: "manager", says });
  } catch (error) {
    findings.push(problemOf("manager", error));
  }
  for (const [name, entry] of Object.entries(allManagers(configuration))) {
    try {
      const Flavor = await loadFlavor(entry.flavor, configuration);
      findings.push(...secretsInTheFile(name, entry.config, flavorFields(Flavor)));
      await assertConfig(Flavor, name, entry);
      usable.push(name);
    } catch (error) {
      const found = problemOf(`manager ${name}`, error);
      // Others of a project may need what is not installed here.
      const isElsewhere = name !== chosen?.name && KeykistError.is(error, "FLAVOR_NOT_FOUND");
      findings.push(isElsewhere ? { ...found, status: "note" } : found);
    }
  }
  return { findings: [...findings, ...flavorVersions(configuration)], chosen, usable };
}

/** Values that stand in a plain file and should not. */
function secretsInTheFile(
  manager: string,
  config: Readonly<Record<string, unknown>>,
  fields: ReturnType<typeof flavorFields>,
): Finding[] {
  const written = fields.filter(({ name, sensitive }) => sensitive && config[name] !== undefined);
  return written.map(({ name }) => ({
    status: "problem",
    about: `manager ${manager}`,
    says: `its option ${name} is secret, and stands in a plain file`,
    next: `kist manager update ${manager} --unset ${name}, and change what was readable`,
    code: "INVALID_CONFIG",
  }));
}

function flavorVersions(configuration: OpenedConfiguration): Finding[] {
  const entries = Object.values(allManagers(configuration));
  const flavors = [...new Set(entries.map(({ flavor }) => flavor))];
  return flavors.flatMap((flavor) => {
    const written = sourceOfFlavor(flavor, configuration);
    if (written === undefined) return [];
    const { source } = splitSource(written);
    if (isPath(source)) return [{ status: "ok", about: `flavor ${flavor}`, says: source }];
    const from = configuration.found?.file ?? import.meta.filename;
    const found = findPackage(source, from) ?? findPackage(source, import.meta.filename);
    if (found === undefined) return [];
    const says = `${source} ${found.version ?? ""} in ${shownPath(found.folder)}`;
    return [{ status: "ok", about: `flavor ${flavor}`, says }];
  });
}
