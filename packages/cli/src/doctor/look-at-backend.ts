import { isDiagnosable } from "@keykist/core";
import type { OpenedConfiguration } from "../configuration/open-configuration.ts";
import { loadFlavor } from "../flavors/load-flavor.ts";
import type { ChosenManager } from "../managers/choose-manager.ts";
import { openManager } from "../managers/open-manager.ts";
import { translateToCommands } from "../operation-commands.ts";
import type { Session } from "../session.ts";
import { contact } from "./contact.ts";
import { type Finding, problemOf } from "./finding.ts";

/** What the manager that is chosen says of its own backend, where its flavor can look. */
export async function lookAtBackend(
  session: Session,
  { name, entry }: ChosenManager,
  configuration: OpenedConfiguration,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  try {
    const Flavor = await loadFlavor(entry.flavor, configuration);
    // Of the local flavor, the store was looked at.
    if (!isDiagnosable(Flavor.prototype))
      return entry.flavor === "local" ? [] : [await contact(session, name)];
    await using manager = await openManager(session, name, { asks: false });
    if (!isDiagnosable(manager)) return [];
    const { output, signal } = session;
    await output.during(`Looking at what ${name} may do`, async () => {
      for await (const finding of manager.diagnose({ signal })) findings.push(atTerminal(finding));
    });
    return findings;
  } catch (error) {
    const problem = problemOf(`manager ${name}`, error);
    // What keeps it from being loaded was found before.
    const isKnown = problem.status === "problem" && problem.code === "FLAVOR_NOT_FOUND";
    return isKnown ? findings : [...findings, problem];
  }
}

/** A finding of a flavor, which may speak of operations. */
function atTerminal(finding: Finding): Finding {
  return finding.status === "problem"
    ? { ...finding, next: translateToCommands(finding.next) }
    : finding;
}
