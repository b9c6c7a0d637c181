import { KeykistError } from "@keykist/core";
import { type Finding, looked } from "../doctor/finding.ts";
import { lookAtBackend } from "../doctor/look-at-backend.ts";
import { lookAtConfiguration } from "../doctor/look-at-configuration.ts";
import { lookAtMachine } from "../doctor/look-at-machine.ts";
import { lookAtManagers } from "../doctor/look-at-managers.ts";
import { lookAtOthers } from "../doctor/look-at-others.ts";
import { lookAtStore } from "../doctor/look-at-store.ts";
import type { Session } from "../session.ts";
import type { Output } from "../terminal/output.ts";
import { columns } from "../terminal/columns.ts";

/** `kist doctor` */
export default async function doctor(session: Session): Promise<void> {
  const { output } = session;
  const findings = await lookAtEverything(session);
  const problems = findings.filter((finding) => finding.status === "problem");
  if (output.json) await output.document({ healthy: problems.length === 0, findings });
  else await output.lines(linesOf(findings, output));
  const [first] = problems;
  if (first === undefined) return;
  if (problems.length === 1)
    throw new KeykistError(first.code, "1 problem found", { hint: first.next });
  throw new KeykistError(first.code, `${problems.length} problems found`, {
    hint: `do what is said next of each; of the first: ${first.next}`,
  });
}

async function lookAtEverything(session: Session): Promise<readonly Finding[]> {
  const machine = await looked("machine", () => lookAtMachine(session));
  const { findings: about, configuration } = await lookAtConfiguration(session);
  if (configuration === undefined) {
    // Nothing of it may run, and no manager that it names be asked.
    return [...machine, ...about, { status: "note", about: "manager", says: "not looked at" }];
  }
  const { findings: managers, chosen, usable } = await lookAtManagers(session, configuration);
  const others = await looked("managers", () =>
    lookAtOthers(session, { configuration, chosen, usable }),
  );
  if (chosen === undefined) return [...machine, ...about, ...managers, ...others];
  const store = await looked("store", () => lookAtStore(session, chosen, configuration));
  const backend = await lookAtBackend(session, chosen, configuration);
  return [...machine, ...about, ...managers, ...others, ...store, ...backend];
}

function linesOf(findings: readonly Finding[], output: Output): string[] {
  const lines = columns(findings.map(({ status, about, says }) => [status, about, says]));
  return findings.flatMap((finding, index) => {
    const line = lines[index] ?? "";
    if (finding.status !== "problem") return [line];
    return [output.styled("red", line), `         next: ${finding.next}`];
  });
}
