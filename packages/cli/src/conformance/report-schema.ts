import { z } from "zod";
import { PACKAGE_NAME, PACKAGE_VERSION } from "../flavors/package-above.ts";

const count = z.int().nonnegative();
const caseId = z.string().regex(/^[a-z0-9-]{1,80}\/[a-z0-9-]{1,80}$/);
const runName = z.string().regex(/^[a-z0-9-]{1,80}$/);

const reportShape = z.object({
  kit: z.object({
    name: z.literal("@keykist/conformance"),
    version: z.string().regex(PACKAGE_VERSION),
  }),
  flavor: z.string(),
  package: z
    .object({
      name: z.string().regex(PACKAGE_NAME),
      version: z.string().regex(PACKAGE_VERSION),
    })
    .optional(),
  finishedAt: z.iso.datetime(),
  backend: z.string(),
  // Also of one that claims what is no claim: the report is about that.
  capabilities: z.record(z.string(), z.unknown()),
  only: z.array(z.string()).optional(),
  counts: z.object({
    passed: count,
    failed: count,
    deviates: count,
    stale: count,
    "not run": count,
  }),
  deviations: z.array(
    z.object({
      case: z.string().regex(/^[a-z0-9-]{1,80}\/[a-z0-9-]{1,80}(?:@[a-z0-9-]{1,80})?$/),
      reason: z.string(),
      flaky: z.boolean().optional(),
    }),
  ),
  cases: z.array(
    z.object({
      id: caseId,
      run: runName,
      status: z.enum(["passed", "failed", "deviates", "stale", "not run"]),
    }),
  ),
  conformant: z.boolean(),
});

/** What `kist conformance SOURCE --json` has printed, as far as it is shown. */
export type ReadReport = z.infer<typeof reportShape>;

/**
 * Reads a report of which nothing is known.
 *
 * @returns what is wrong with it, in words of kist, where it is none or contradicts itself
 */
export function readReport(value: unknown): ReadReport | { readonly problem: string } {
  const parsed = reportShape.safeParse(value);
  if (!parsed.success) {
    // What zod says may quote the value; the place is made of names in the shape above and numbers.
    const place = parsed.error.issues[0]?.path.join(".") ?? "";
    return { problem: place === "" ? "it is no report" : `it is no report: ${place} is wrong` };
  }
  const contradiction = contradictionIn(parsed.data);
  return contradiction === undefined
    ? parsed.data
    : { problem: `it contradicts itself: ${contradiction}` };
}

function contradictionIn(report: ReadReport): string | undefined {
  const { cases, counts, conformant, deviations } = report;
  const wrong = Object.entries(counts).find(
    ([status, said]) => cases.filter((one) => one.status === status).length !== said,
  );
  if (wrong !== undefined) return `it counts other cases as ${wrong[0]} than it lists`;
  if (conformant !== (counts.failed === 0 && counts.stale === 0)) {
    return "whether the contract is kept is not what its cases say";
  }
  const declared = new Set(deviations.map((deviation) => deviation.case));
  const isDeclared = cases.every(
    ({ id, run, status }) =>
      status !== "deviates" || declared.has(id) || declared.has(`${id}@${run}`),
  );
  return isDeclared ? undefined : "a case deviates that is not among its deviations";
}
