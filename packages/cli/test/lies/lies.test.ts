import path from "node:path";
import { pathToFileURL } from "node:url";
import { MemorySecretsManager } from "@keykist/core/memory";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { makeAuthor } from "../author.ts";
import { kist } from "../kist.ts";
import type { HumbleFlavor, Lie } from "./humble-harness.ts";
import { lies, type ToldLie } from "./lies.ts";

const HARNESS = pathToFileURL(path.join(import.meta.dirname, "humble-harness.ts")).href;

const reportSchema = z.object({
  conformant: z.boolean(),
  cases: z.array(
    z.object({
      id: z.string(),
      run: z.string(),
      status: z.string(),
      message: z.string().optional(),
    }),
  ),
});

interface Judgement extends z.infer<typeof reportSchema> {
  readonly exitCode: number | null;
}

/** What `kist conformance` finds of a flavor that claims what is true of it, but for a lie. */
async function judge(
  flavor: HumbleFlavor,
  lie: Lie,
  options: readonly string[] = [],
): Promise<Judgement> {
  const place = await makeAuthor();
  await place.write(
    "harness.mjs",
    `import { harnessOf } from ${JSON.stringify(HARNESS)};
     export const harness = harnessOf(${JSON.stringify(flavor)}, ${JSON.stringify(lie)});`,
  );
  const words = ["conformance", "./harness.mjs", "--seed", "4711", "--json", ...options];
  const { exitCode, stdout, stderr } = await kist(place, words);
  expect(stderr).toBe("");
  return { exitCode, ...reportSchema.parse(JSON.parse(stdout)) };
}

const judged = new Map<HumbleFlavor, Promise<Judgement>>();

/** A whole run of a flavor that does not lie. */
function honest(flavor: HumbleFlavor): Promise<Judgement> {
  const known = judged.get(flavor) ?? judge(flavor, {});
  judged.set(flavor, known);
  return known;
}

const told = Object.entries(lies).flatMap(([claim, all]) =>
  all.map((one): [claim: string, lie: string, told: ToldLie] => [
    claim,
    JSON.stringify(one.lie),
    one,
  ]),
);

describe("a lie about what a flavor can do", () => {
  test("is told here of each capability and each limit that there is", () => {
    const { limits, ...claims } = MemorySecretsManager.capabilities;
    const known = [...Object.keys(claims), ...Object.keys(limits).map((one) => `limits.${one}`)];
    expect(Object.keys(lies).toSorted()).toEqual(known.toSorted());
    expect(Object.values(lies).filter((all) => all.length === 0)).toEqual([]);
  });

  test.each(["humble", "reading", "remembering", "restoring"] as const)(
    "is none where the %s flavor claims what is true: it keeps the contract",
    async (flavor) => {
      const { exitCode, conformant, cases } = await honest(flavor);
      expect(cases.filter(({ status }) => status === "failed")).toEqual([]);
      expect([exitCode, conformant]).toEqual([0, true]);
    },
  );

  test.each(told)("of %s is found: %s", async (_claim, _shown, { flavor, lie, caught }) => {
    // A case has a backend and a seed of its own: in a whole run it ends as it does alone.
    const alone = await judge(flavor, lie, ["--case", `${caught}@plain`]);
    const [found, ...others] = alone.cases.filter(({ id }) => id === caught);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ run: "plain", status: "failed" });
    expect([alone.exitCode, alone.conformant]).toEqual([1, false]);

    // Without the lie, a whole run has the case, too: it passes, or is not asked of who claims less.
    const before = (await honest(flavor)).cases.find(
      ({ id, run }) => id === caught && run === "plain",
    );
    expect(["passed", "not run"]).toContain(before?.status);
  });

  test("is found in a whole run as in one of its case alone, also among others", async () => {
    const all = told.flatMap(([, , one]) => (one.flavor === "humble" ? [one] : []));
    const limits: Lie["limits"] = {};
    const claims: Lie = {};
    for (const { lie } of all) {
      Object.assign(limits, lie.limits);
      Object.assign(claims, lie);
    }
    const together = await judge("humble", { ...claims, limits });
    const failed = together.cases.flatMap(({ id, run, status }) =>
      run === "plain" && status === "failed" ? [id] : [],
    );
    expect(failed).toEqual(expect.arrayContaining(all.map(({ caught }) => caught)));
  });
});

describe("a guard that is cooperative, and is said to be the server's", () => {
  test.each(["exclusiveCreate", "guardedUpdate", "guardedDelete"] as const)(
    "is not found out, of %s: no case writes past keykist in the midst of a write",
    async (claim) => {
      const options = ["--case", "capabilities/@plain", "--case", "faults/@plain"];
      const [cooperative, server] = await Promise.all([
        judge("humble", { [claim]: "cooperative" }, options),
        judge("humble", { [claim]: "server" }, options),
      ]);
      expect(cooperative.cases.some(({ status }) => status === "failed")).toBe(true);
      expect(server).toEqual(cooperative);
    },
  );
});
