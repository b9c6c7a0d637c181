import { setImmediate } from "node:timers/promises";
import type { Call, Capabilities, RecordSummary, Revision } from "@keykist/core";
import { describe, expect, it } from "vitest";
import { conformanceCases, type ConformanceHarness, runConformance } from "../../src/index.ts";
import { runCase } from "../../src/run-case.ts";
import { memoryHarness } from "../memory-harness.ts";
import { OpenSecretsManager } from "../saboteurs/open-manager.ts";

/** A harness over managers of a class. */
function harnessOf(Manager: typeof OpenSecretsManager): ConformanceHarness {
  return memoryHarness((config, options) => new Manager(config, options), "honest");
}

/** The cases of the plain run that a harness fails. */
async function failures(harness: ConformanceHarness, cases = ["@plain"]): Promise<string[]> {
  const report = await runConformance(harness, { cases, seed: 7 });
  return report.cases.filter(({ status }) => status === "failed").map(({ id }) => id);
}

function limited(limits: Partial<Capabilities["limits"]>): typeof OpenSecretsManager {
  return class extends OpenSecretsManager {
    static override readonly capabilities: Capabilities = {
      ...OpenSecretsManager.capabilities,
      limits: { ...OpenSecretsManager.capabilities.limits, ...limits },
    };
  };
}

/** Lists whatever there is in one step. */
class OnePageManager extends OpenSecretsManager {
  protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
    const all: RecordSummary[] = [];
    await call.step(
      "list all",
      () => {
        for (const [path, { type, owned, current }] of this.store.secrets) {
          if (path.startsWith(prefix)) all.push({ path, type, owned, revision: current.revision });
        }
      },
      { mutates: false },
    );
    yield* all.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  }
}

/** Fails before it has done anything. */
class FailingManager extends OpenSecretsManager {
  override registerSecret(): Promise<Revision> {
    return Promise.reject(new TypeError("nothing works"));
  }
}

describe("an unusual but honest flavor passes", () => {
  it("that takes ten keys", { timeout: 60_000 }, async () => {
    expect(await failures(harnessOf(limited({ keys: 10 })))).toEqual([]);
  });

  it("that takes names of forty characters", { timeout: 60_000 }, async () => {
    expect(await failures(harnessOf(limited({ names: 40 })))).toEqual([]);
  });

  it(
    "whose page holds all that there is, and whose harness does not say how many",
    { timeout: 60_000 },
    async () => {
      const { pageSize: _size, ...harness } = harnessOf(OnePageManager);
      expect(await failures(harness, ["paging/@plain"])).toEqual([]);
    },
  );
});

describe("a flavor that fails early", () => {
  it("fails leaks/timeout, and leaves no rejection that nobody handles", async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => {
      unhandled.push(reason);
    };
    process.on("unhandledRejection", note);
    try {
      const conformanceCase = conformanceCases.find(({ id }) => id === "leaks/timeout");
      const outcome =
        conformanceCase &&
        (await runCase(conformanceCase, harnessOf(FailingManager), { seed: 7, rounds: 1 }));
      await setImmediate();
      expect(outcome?.kind).toBe("failed");
      expect(unhandled).toEqual([]);
    } finally {
      process.off("unhandledRejection", note);
    }
  });
});
