import { expect } from "vitest";
import { z } from "zod";
import { kist } from "./kist.ts";
import type { Place } from "./place.ts";

const reportSchema = z.object({
  healthy: z.boolean(),
  findings: z.array(
    z.object({
      status: z.enum(["ok", "note", "problem"]),
      about: z.string(),
      says: z.string(),
      next: z.string().optional(),
      code: z.string().optional(),
    }),
  ),
});

type Finding = z.infer<typeof reportSchema>["findings"][number];

/** What `kist doctor --json` ended with, and found. */
export interface DoctorReport {
  readonly exitCode: number | null;
  readonly findings: readonly Finding[];
  readonly problems: readonly Finding[];
}

/** Runs `kist doctor --json`, whose report has to fit itself, and each problem has to have its next step. */
export async function doctorReport(
  place: Place,
  environment: Readonly<Record<string, string>> = {},
): Promise<DoctorReport> {
  const { exitCode, stdout } = await kist(place, ["doctor", "--json"], { environment });
  const { healthy, findings } = reportSchema.parse(JSON.parse(stdout));
  const problems = findings.filter(({ status }) => status === "problem");
  expect(healthy).toBe(problems.length === 0);
  for (const { next } of problems) expect(next).toMatch(/\S/);
  return { exitCode, findings, problems };
}
