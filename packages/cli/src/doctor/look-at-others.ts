import type { ManagerEntry } from "../configuration/configuration.ts";
import type { OpenedConfiguration } from "../configuration/open-configuration.ts";
import { allManagers, type ChosenManager } from "../managers/choose-manager.ts";
import { storeOf } from "../managers/has-store.ts";
import type { Session } from "../session.ts";
import { contact } from "./contact.ts";
import type { Finding } from "./finding.ts";
import { lookAtStore } from "./look-at-store.ts";

/** What somebody else of a project may have, and need not be wrong here. */
const ELSEWHERE: ReadonlySet<string> = new Set(["UNAUTHENTICATED", "PERMISSION_DENIED"]);

/**
 * How the managers are that are not worked with now: whether each answers, and of those on this machine, how their stores
 * are.
 *
 * @param usable the names of those that can be made
 */
export async function lookAtOthers(
  session: Session,
  {
    configuration,
    chosen,
    usable,
  }: {
    readonly configuration: OpenedConfiguration;
    readonly chosen: ChosenManager | undefined;
    readonly usable: readonly string[];
  },
): Promise<readonly Finding[]> {
  const managers = Object.entries(allManagers(configuration)).filter(
    ([name]) => name !== chosen?.name && usable.includes(name),
  );
  const stores = await otherStores(session, managers, chosen);
  const looked = await session.output.during("Asking the other managers", () =>
    Promise.all(
      managers.map(async ([name, entry]) => {
        if (entry.flavor !== "local") return [softened(await contact(session, name))];
        if (!stores.has(name)) return [];
        const other = { name, entry, reason: "--manager" } as const;
        const findings = await lookAtStore(session, other, configuration);
        return findings.map((finding) => ofManager(name, finding));
      }),
    ),
  );
  return looked.flat();
}

/** One manager for each store that is not that of the chosen one: managers of several scopes may share one. */
async function otherStores(
  session: Session,
  managers: readonly (readonly [string, ManagerEntry])[],
  chosen: ChosenManager | undefined,
): Promise<ReadonlySet<string>> {
  const seen = new Set([chosen && (await storeOf(session, chosen.entry))]);
  const names = new Set<string>();
  for (const [name, entry] of managers) {
    const store = await storeOf(session, entry);
    if (!seen.has(store)) names.add(name);
    seen.add(store);
  }
  return names;
}

/** A finding about a manager that others may use: that one may not use it here is no problem. */
function softened(finding: Finding): Finding {
  if (finding.status !== "problem" || !ELSEWHERE.has(finding.code)) return finding;
  const { about, says, next } = finding;
  return { status: "note", about, says: `not looked at: ${says}; to use it: ${next}` };
}

/** A finding about a part of a manager. */
function ofManager(name: string, finding: Finding): Finding {
  const { about, says } = finding;
  return { ...finding, about: `manager ${name}`, says: `${about}: ${says}` };
}
