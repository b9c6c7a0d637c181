import type { Diagnosable, Diagnosis } from "@keykist/core";

/** All findings of a manager about its backend. */
export async function diagnosed(manager: Diagnosable): Promise<readonly Diagnosis[]> {
  const findings: Diagnosis[] = [];
  for await (const finding of manager.diagnose()) findings.push(finding);
  return findings;
}

/** Those of them that are problems. */
export async function problemsOf(manager: Diagnosable): Promise<readonly Diagnosis[]> {
  const findings = await diagnosed(manager);
  return findings.filter(({ status }) => status === "problem");
}
