import { arbitrarySchema, KeykistError, type SecretsManager } from "@keykist/core";
import { describe, expect, it } from "vitest";
import {
  chosenCases,
  conformanceCases,
  type ConformanceBackend,
  type ConformanceHarness,
  type Group,
  GROUPS,
  runConformance,
} from "../../src/index.ts";
import { runsOf } from "../../src/runs/conformance-run.ts";
import { cached } from "../cached-manager.ts";
import { layer } from "../layer.ts";
import { memoryHarness } from "../memory-harness.ts";
import { runsSaboteurs } from "../saboteurs/runs.ts";

const layered = (name: string, groups: readonly Group[]): ConformanceHarness => ({
  ...memoryHarness(),
  layers: [{ name, groups, wrap: cached }],
});

/** The backend of a run, as its cases are given it. */
async function backendOf(run: string, harness = memoryHarness()): Promise<ConformanceBackend> {
  const found = runsOf(harness).find(({ name }) => name === run);
  if (found === undefined) throw new Error(`there is no run ${run}`);
  return found.harness.open();
}

const given = { password: "tulip" };

describe("the runs of a harness", () => {
  it("are the plain one, one through a namespace scope, and one through each layer", () => {
    const runs = runsOf(layered("cached", ["contract", "batch"]));
    expect(runs.map(({ name }) => name)).toEqual(["plain", "namespace", "cached"]);
    const [plain, namespace, through] = runs;
    expect(plain?.cases).toEqual(conformanceCases);
    const groups = [...new Set(namespace?.cases.map(({ group }) => group))];
    expect(groups).toEqual(GROUPS.filter((group) => group !== "scopes"));
    const declared = conformanceCases.filter(({ group }) => /^(?:contract|batch)$/u.test(group));
    expect(through?.cases).toEqual(declared);
  });

  it.each([
    ["of a name that another has", [layered("one", ["batch"]), layered("one", ["batch"])]],
    ["called as a run that there is anyway", [layered("namespace", ["batch"])]],
    ["of a name that cannot be chosen", [layered("a@b", ["batch"])]],
    ["that declares no group", [layered("one", [])]],
  ])("are refused with a layer %s", (_what, harnesses) => {
    const layers = harnesses.flatMap((harness) => harness.layers ?? []);
    expect(() => runsOf({ ...memoryHarness(), layers })).toThrow(TypeError);
  });
});

describe("the run through a namespace scope", () => {
  it("makes managers of a namespace; one whose scope a case chooses is of that", async () => {
    const backend = await backendOf("namespace");
    const manager = await backend.manager({}, {});
    await manager.registerSecret(arbitrarySchema.create("db", given));
    const unscoped = await backend.manager({ scope: "none" }, {});
    expect(await unscoped.getAllSecretKeys()).toEqual([]);
    await expect(unscoped.getSecret("db")).rejects.toSatisfy((error) =>
      KeykistError.is(error, "SECRET_NOT_FOUND"),
    );
  });

  it("looks at, plants and fills what a case names in that namespace", async () => {
    const backend = await backendOf("namespace");
    const manager = await backend.manager({}, {});
    await manager.registerSecret(arbitrarySchema.create("registered", given));
    await backend.plant?.("planted", given, { owned: true });
    await backend.fill?.(["filled"]);
    expect((await backend.peek?.("registered"))?.entries).toEqual(given);
    expect(await manager.getAllSecretKeys()).toEqual(["filled", "planted", "registered"]);
  });

  it("leaves a whole path of another scope as it is", async () => {
    const backend = await backendOf("namespace");
    await backend.fill?.(["keykist/namespace/team/db"]);
    const team = await backend.manager({ scope: "namespace", namespace: "team" }, {});
    expect(await team.getAllSecretKeys()).toEqual(["db"]);
  });

  it("has only the parts that the backend has", async () => {
    const bare: ConformanceHarness = {
      ...memoryHarness(),
      open: async () => {
        const backend = await memoryHarness().open();
        return {
          manager: (config, options) => backend.manager(config, options),
          close: () => backend.close(),
        };
      },
    };
    expect(Object.keys(await backendOf("namespace", bare)).toSorted()).toEqual(
      ["close", "manager", "serverFaults"].toSorted(),
    );
  });
});

describe("the run through a layer", () => {
  it("lets go of the backend's own manager where one behind the layer is abandoned", async () => {
    const made: SecretsManager[] = [];
    const abandoned: SecretsManager[] = [];
    const harness: ConformanceHarness = {
      ...memoryHarness(),
      layers: [{ name: "bare", groups: ["crash"], wrap: (manager) => layer(manager) }],
      open: async () => {
        const backend = await memoryHarness().open();
        return {
          ...backend,
          manager: async (config, options) => {
            const manager = await backend.manager(config, options);
            made.push(manager);
            return manager;
          },
          abandon: async (manager) => {
            abandoned.push(manager);
          },
        };
      },
    };
    const backend = await backendOf("bare", harness);
    await backend.abandon?.(await backend.manager({}, {}));
    expect(abandoned).toHaveLength(1);
    expect(abandoned[0]).toBe(made[0]);
  });

  it("finds nothing wrong with a cache that forgets what is written through it", async () => {
    const harness = layered("cached", ["contract", "names and values", "batch"]);
    const { cases, conformant } = await runConformance(harness, { cases: ["@cached"] });
    expect(conformant).toBe(true);
    expect(new Set(cases.map(({ run }) => run))).toEqual(new Set(["cached"]));
    expect(cases.filter(({ status }) => status === "passed").length).toBeGreaterThan(100);
  });
});

/** What is chosen of a harness with one layer, each with its run. */
function chosen(starts?: readonly string[]): readonly string[] {
  return chosenCases(layered("cached", ["batch"]), starts).map(
    ({ conformanceCase, run }) => `${conformanceCase.id}@${run.name}`,
  );
}

describe("a choice of cases", () => {
  it("is of all runs, and of every case, where nothing is said", () => {
    expect(chosen().length).toBeGreaterThan(2 * conformanceCases.length - 50);
    expect(chosen([""])).toEqual(chosen());
  });

  it("takes what begins so in every run that has it, or in the one behind the @", () => {
    expect(chosen(["batch/"]).filter((id) => id.endsWith("@cached"))).toEqual(
      chosen(["batch/@cached"]),
    );
    expect(chosen(["contract/update-absent"])).toEqual([
      "contract/update-absent@plain",
      "contract/update-absent@namespace",
    ]);
    expect(chosen(["contract/update-absent@namespace"])).toEqual([
      "contract/update-absent@namespace",
    ]);
    expect(chosen(["contract/update-absent@elsewhere"])).toEqual([]);
  });
});

describe("what breaks in a further run only", () => {
  it.each(runsSaboteurs.map((saboteur) => [saboteur.breaks, saboteur] as const))(
    "is reported with its run, and replayed by %s",
    async (breaks, { harness }) => {
      const [id = "", run] = breaks.split("@");
      const report = await runConformance(harness, { cases: [id], seed: 7 });
      const failed = report.cases.filter(({ status }) => status === "failed");
      expect(failed).toMatchObject([{ id, run, cause: "assertion" }]);
      const again = await runConformance(harness, { cases: [breaks], seed: report.seed });
      expect(again.cases).toMatchObject([{ id, run, status: "failed", cause: "assertion" }]);
    },
  );

  it("can be a known deviation, of that run or of every run that has the case", async () => {
    const [saboteur] = runsSaboteurs;
    const { breaks = "", harness = memoryHarness() } = saboteur ?? {};
    const [id = ""] = breaks.split("@");
    const reason = "pages are not of a scope there";
    const statuses = async (listed: string): Promise<readonly string[]> => {
      const deviating = { ...harness, deviations: [{ case: listed, reason }] };
      const { cases } = await runConformance(deviating, { cases: [id], seed: 7 });
      return cases.map(({ run, status }) => `${run} ${status}`);
    };
    expect(await statuses(breaks)).toEqual(["plain passed", "namespace deviates"]);
    expect(await statuses(id)).toEqual(["plain stale", "namespace deviates"]);
    await expect(statuses(`${id}@elsewhere`)).rejects.toThrow(TypeError);
  });
});
