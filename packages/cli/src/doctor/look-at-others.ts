import type { ManagerEntry } from "../configuration/configuration.ts";
import type { OpenedConfiguration } from "../configuration/open-configuration.ts";
import { allManagers, type ChosenManager } from "../managers/choose-manager.ts";
import { storeOf } from "../managers/has-store.ts";
import type { Session } from "../session.ts";
import { contact } from "./contact.ts";
import type { Finding } from "./finding.ts";
import { lookAtStore } from "./look-at-store.ts";

/** Codes that are no problem for a manager which only other members of a project use. */
const ELSEWHERE: ReadonlySet<string> = new Set(["UNAUTHENTICATED", "PERMISSION_DENIED"]);

/**
 * Checks the managers that are not in use now: whether each responds and, for those on this machine, the state of its store.
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

/** Returns one manager for each store other than the chosen one's. Managers of several scopes may share a store. */
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

/** Turns a denied manager that others may use into a note, since being denied here is no problem. */
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
