import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import {
  type ConformanceBackend,
  conformanceCases,
  type ConformanceHarness,
  type Deviation,
  runConformance,
} from "../../src/index.ts";
import { runCase } from "../../src/run-case.ts";
import { layer } from "../layer.ts";
import { ReadOnlySecretsManager } from "../limited-managers.ts";
import { memoryHarness } from "../memory-harness.ts";
import { OpenSecretsManager } from "../saboteurs/open-manager.ts";

const broken = "contract/delete-absent";
const sound = "contract/update-absent";

/** A manager that fails one case: it is content when there is nothing to delete. */
class ContentManager extends OpenSecretsManager {
  override deleteSecret(...args: Parameters<OpenSecretsManager["deleteSecret"]>): Promise<void> {
    return super.deleteSecret(...args).catch(() => undefined);
  }
}

function harness(deviations: readonly Deviation[] = []): ConformanceHarness {
  const memory = memoryHarness((config, options) => new ContentManager(config, options), "content");
  return { ...memory, deviations };
}

const flaky = (id: string): Deviation => ({ case: id, reason: "now and then", flaky: true });

const options = { seed: 7, cases: [`${broken}@plain`, `${sound}@plain`] };

describe("runConformance", () => {
  it("reports what passed and what failed, and is not conformant where something failed", async () => {
    const report = await runConformance(harness(), options);
    expect(report.counts).toEqual({ passed: 1, failed: 1, deviates: 0, stale: 0, "not run": 0 });
    expect(report.conformant).toBe(false);
    const failure = report.cases.find(({ id }) => id === broken);
    expect(failure).toMatchObject({ status: "failed", cause: "assertion" });
  });

  it("reports kit, flavor, backend, capabilities and seed, as plain JSON", async () => {
    const report = await runConformance(harness(), options);
    expect(JSON.parse(JSON.stringify(report))).toStrictEqual(report);
    expect(report).toMatchObject({
      kit: { name: "@keykist/conformance" },
      flavor: "content",
      backend: "memory",
      capabilities: OpenSecretsManager.capabilities,
      seed: 7,
    });
    expect(report.kit.version).toMatch(/^\d+\.\d+\.\d+/u);
  });

  it("says when it ended, and what it was about: the package, and the cases if not all", async () => {
    const began = new Date().toISOString();
    const judged = { name: "@acme/keykist", version: "1.2.3" };
    const report = await runConformance(harness(), { ...options, package: judged });
    const ended = new Date().toISOString();
    expect([began, report.finishedAt, ended].toSorted()).toEqual([began, report.finishedAt, ended]);
    expect(report).toMatchObject({ package: judged, only: options.cases });
  });

  it("tells of each case as it ends", async () => {
    const told: string[] = [];
    await runConformance(harness(), { ...options, onCase: ({ id }) => told.push(id) });
    expect(told.toSorted()).toEqual([broken, sound].toSorted());
  });

  it("takes a failure that was declared for a deviation", async () => {
    const report = await runConformance(harness([{ case: broken, reason: "by design" }]), options);
    expect(report.cases.find(({ id }) => id === broken)).toMatchObject({
      status: "deviates",
      reason: "by design",
    });
    expect(report.conformant).toBe(true);
  });

  it("fails where a declared deviation passes: the declaration is stale", async () => {
    const report = await runConformance(harness([{ case: sound, reason: "once it was" }]), options);
    expect(report.cases.find(({ id }) => id === sound)).toMatchObject({ status: "stale" });
    expect(report.conformant).toBe(false);
  });

  it("lets a flaky deviation pass or fail", async () => {
    const report = await runConformance(harness([flaky(broken), flaky(sound)]), options);
    expect(report.counts).toMatchObject({ passed: 1, deviates: 1, stale: 0, failed: 0 });
  });

  it.each([
    ["that names no case", [{ case: "contract/no-such-case", reason: "why not" }]],
    ["that has no reason", [{ case: broken, reason: " " }]],
    [
      "that comes twice",
      [
        { case: broken, reason: "one" },
        { case: broken, reason: "two" },
      ],
    ],
  ])("refuses a deviation %s", async (_what, deviations) => {
    await expect(runConformance(harness(deviations), options)).rejects.toThrow(TypeError);
  });

  it("names the harness that cannot open a backend", async () => {
    const unopened: ConformanceHarness = {
      ...memoryHarness(),
      flavor: "acme",
      open: () => Promise.reject(new RangeError("no docker here")),
    };
    await expect(runConformance(unopened, options)).rejects.toMatchObject({
      code: "INVALID_CONFIG",
      message: 'the harness of "acme" could not open a backend (RangeError)',
    });
  });

  it("says what a case that was not run lacks", async () => {
    const readOnly = memoryHarness((config, given) => new ReadOnlySecretsManager(config, given));
    const report = await runConformance(readOnly, options);
    expect(report.cases).toContainEqual(
      expect.objectContaining({ id: broken, status: "not run", unmet: ["write"] }),
    );
  });
});

describe("a run of one case", () => {
  const [conformanceCase] = conformanceCases;

  it("fails by an error, not by an assertion, where it cannot be carried out", async () => {
    const unopened = {
      ...memoryHarness(),
      open: () => Promise.reject(new RangeError("no backend")),
    };
    const outcome =
      conformanceCase && (await runCase(conformanceCase, unopened, { seed: 7, rounds: 1 }));
    expect(outcome).toMatchObject({
      kind: "failed",
      cause: "error",
      error: { message: 'the harness of "memory" could not open a backend (RangeError)' },
    });
  });

  it("closes its managers before its backend, and a manager that hangs for 50 ms at most", async () => {
    const ended: string[] = [];
    const memory = memoryHarness();
    const open = async (): Promise<ConformanceBackend> => {
      const backend = await memory.open();
      let made = 0;
      return {
        ...backend,
        manager: async (config, given) => {
          made += 1;
          const name = `manager ${made}`;
          const hangs = made === 2;
          return layer(await backend.manager(config, given), (operation, run) =>
            operation === "close"
              ? async () => {
                  if (hangs) return new Promise<never>(() => undefined);
                  await setImmediate();
                  ended.push(name);
                  return run();
                }
              : run,
          );
        },
        close: async () => {
          ended.push("backend");
        },
      };
    };
    const began = performance.now();
    const outcome = await runCase(
      {
        id: "a/case",
        group: "contract",
        title: "a case",
        requires: [],
        run: async (context) => {
          for (let number = 1; number <= 2; number += 1) await context.manager();
        },
      },
      { ...memory, open },
      { seed: 7, rounds: 1 },
    );
    expect(outcome).toEqual({ kind: "passed" });
    expect(ended).toEqual(["manager 1", "manager 3", "backend"]);
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it("is given up where it does not end", async () => {
    const unopened = { ...memoryHarness(), open: () => new Promise<never>(() => undefined) };
    const outcome =
      conformanceCase &&
      (await runCase(conformanceCase, unopened, { seed: 7, rounds: 1, patienceMs: 5 }));
    expect(outcome).toMatchObject({ kind: "failed", cause: "error" });
  });

  it("has names of its own, the same for the same seed", async () => {
    const names = new Set<string>();
    for (const seed of [7, 7, 8]) {
      await runCase(
        {
          id: "a/case",
          group: "contract",
          title: "a case",
          requires: [],
          run: async (context) => {
            names.add(context.name("db"));
          },
        },
        memoryHarness(),
        { seed, rounds: 1 },
      );
    }
    expect(names.size).toBe(2);
  });
});
