import { describe, expect, it } from "vitest";
import {
  conformanceCases,
  conformanceTests,
  type ConformanceHarness,
  type TestContext,
} from "../../src/index.ts";
import { ReadOnlySecretsManager } from "../limited-managers.ts";
import { memoryHarness } from "../memory-harness.ts";

interface Declared {
  readonly title: string;
  readonly body: (context: TestContext) => Promise<void>;
}

/** A test runner that only takes tests down. */
function declaredBy(harness: ConformanceHarness, cases: readonly string[]): readonly Declared[] {
  const declared: Declared[] = [];
  conformanceTests(
    {
      describe: (_name, body) => {
        body();
      },
      it: (title, body) => declared.push({ title, body }),
    },
    harness,
    { seed: 7, cases },
  );
  return declared;
}

/** Runs the tests; answers, by title, why each was skipped, or failed. */
async function resultsOf(tests: readonly Declared[]): Promise<readonly string[]> {
  const results: string[] = [];
  for (const { body } of tests) {
    let result = "passed";
    try {
      await body({
        skip: (reason) => {
          result = `skipped: ${reason ?? ""}`;
        },
      });
    } catch (error) {
      result = `failed: ${error instanceof Error ? error.message : ""}`;
    }
    results.push(result);
  }
  return results;
}

const id = "contract/update-absent";
/** The case in the plain run only. */
const plain = `${id}@plain`;

describe("conformanceTests", () => {
  it("declares every case as a test, by its sentence and its id", () => {
    const titles = declaredBy(memoryHarness(), ["@plain"]).map(({ title }) => title);
    expect(titles).toHaveLength(conformanceCases.length);
    expect(titles).toContain(
      "updating a secret that is not there fails with SECRET_NOT_FOUND and makes none [contract/update-absent]",
    );
  });

  it("declares every case that is run again once more, by its id and the run", () => {
    const titles = declaredBy(memoryHarness(), [id]).map(({ title }) => title);
    const sentence =
      "updating a secret that is not there fails with SECRET_NOT_FOUND and makes none";
    expect(titles).toEqual([`${sentence} [${id}]`, `${sentence} [${id}@namespace]`]);
  });

  it("passes what passes", async () => {
    expect(await resultsOf(declaredBy(memoryHarness(), [plain]))).toEqual(["passed"]);
  });

  it("skips what cannot be run, and says what is missing", async () => {
    const harness = memoryHarness((config, options) => new ReadOnlySecretsManager(config, options));
    expect(await resultsOf(declaredBy(harness, [plain]))).toEqual(["skipped: needs: write"]);
  });

  it("fails a deviation that passes", async () => {
    const harness = { ...memoryHarness(), deviations: [{ case: id, reason: "once it was" }] };
    const [result] = await resultsOf(declaredBy(harness, [plain]));
    expect(result).toMatch(/^failed: contract\/update-absent passes/u);
  });

  it("names the run in which a deviation passes", async () => {
    const harness = { ...memoryHarness(), deviations: [{ case: id, reason: "once it was" }] };
    const [result] = await resultsOf(declaredBy(harness, [`${id}@namespace`]));
    expect(result).toMatch(/^failed: contract\/update-absent@namespace passes/u);
  });

  it("skips a deviation that fails, with its reason", async () => {
    const closed: ConformanceHarness = {
      ...memoryHarness(),
      open: () => Promise.reject(new RangeError("no backend")),
      deviations: [{ case: id, reason: "there is no backend" }],
    };
    expect(await resultsOf(declaredBy(closed, [plain]))).toEqual([
      "skipped: deviates: there is no backend",
    ]);
  });

  it("works where the test function is given nothing to skip with", async () => {
    const harness = memoryHarness((config, options) => new ReadOnlySecretsManager(config, options));
    const [test] = declaredBy(harness, [plain]);
    await expect(test?.body({})).resolves.toBeUndefined();
  });
});
