import type { Diagnosis } from "@keykist/core";
import { permissionFor } from "../errors/permissions.ts";
import { STATUS, statusOf } from "../errors/status.ts";
import type { GcpSecrets } from "../gcp-secrets.ts";
import { CALL_OPTIONS } from "../versions.ts";
import { type Problem, problemOf } from "./problem-of.ts";
import { type Probe, probes } from "./probes.ts";

const about = "permission";

/** What a caller may do. */
export interface Allowed {
  /** Whether it is worth looking at secrets: they can be found, and read. */
  readonly looking: boolean;
}

/** What the manager may not do, one finding each. */
export async function* lookAtPermissions(
  secrets: GcpSecrets,
  prefix: string,
  signal: AbortSignal,
): AsyncGenerator<Diagnosis, Allowed> {
  const all = probes(secrets, prefix);
  const denied: Probe[] = [];
  const unanswered: Probe[] = [];
  for (const probe of all) {
    const problem = await failureOf(probe);
    if (problem === undefined) continue;
    if (problem.code === "PERMISSION_DENIED" && problem.about === about) {
      denied.push(probe);
      continue;
    }
    if (probe === all[0] || signal.aborted) {
      // It says nothing about permission, and the other calls would fail alike.
      yield problem;
      return { looking: false };
    }
    unanswered.push(probe);
    const says = `${permissionFor(probe.step)} is not known: ${problem.says}`;
    yield { status: "note", about, says };
  }
  const missing = [...denied, ...unanswered];
  const isReader = all.every((probe) => probe.for !== "writing" || denied.includes(probe));
  for (const probe of denied) yield findingOf(probe, { prefix, isReader });
  const says = `${all.length - missing.length} of ${all.length} permissions are there`;
  yield { status: "note", about, says };
  return { looking: missing.every((probe) => probe.for === "writing") };
}

function findingOf(
  { step, for: purpose }: Probe,
  { prefix, isReader }: { readonly prefix: string; readonly isReader: boolean },
): Diagnosis {
  const where = prefix === "" ? "in the project" : `on the secrets of ${prefix}`;
  const says = `${permissionFor(step)} is not allowed ${where}`;
  // Who may write nothing at all is a reader, means to be, and need not list.
  if (isReader && purpose !== "reading") return { status: "note", about, says };
  const problem = problemOf({ code: STATUS.PERMISSION_DENIED }, { about, step });
  // Only a name could tell what is granted on single secrets.
  return purpose === "reading"
    ? { ...problem, says: `${says}, or is allowed on single secrets only` }
    : { ...problem, says };
}

/** What keeps a call from getting as far as the secret, which there is none of. */
async function failureOf({ step, for: purpose, send }: Probe): Promise<Problem | undefined> {
  try {
    await send(CALL_OPTIONS);
    return undefined;
  } catch (error) {
    const status = statusOf(error);
    if (
      purpose !== "listing" &&
      (status === STATUS.NOT_FOUND || status === STATUS.INVALID_ARGUMENT)
    )
      return undefined;
    const isDenial = status === STATUS.PERMISSION_DENIED;
    return problemOf(error, { about: isDenial ? about : "project", step });
  }
}
