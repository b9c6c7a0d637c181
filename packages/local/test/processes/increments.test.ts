import { arbitrarySchema } from "@keykist/core";
import { describe, expect, it } from "vitest";
import { ChildProgram } from "./child-program.ts";
import { FULL_RUN } from "./full-run.ts";
import { seedOfRun } from "./seeded-random.ts";
import { StoreFolder } from "./store-folder.ts";

const seed = seedOfRun();

/** Processes, the increments of each, and the secrets that they share. */
const sizes = FULL_RUN
  ? [
      { processes: 16, count: 500, secrets: 4 },
      { processes: 16, count: 500, secrets: 1 },
    ]
  : [{ processes: 8, count: 40, secrets: 2 }];

describe("increments of many processes in one file", () => {
  it.for(sizes)(
    "$processes × $count on $secrets shared secrets: every one is there, none twice, none failed (16 × 500 with KEYKIST_TEST_FULL=1)",
    { timeout: 600_000 },
    async ({ processes, count, secrets }) => {
      await using store = await StoreFolder.make();
      await using manager = store.manager();
      const names = Array.from({ length: secrets }, (_, index) => `counter-${index}`);
      for (const name of names) await manager.registerSecret(arbitrarySchema.create(name, {}));

      await using stack = new AsyncDisposableStack();
      const keys = Array.from({ length: processes }, (_, index) => `process_${index}`);
      const children = keys.map((mine, index) =>
        stack.use(
          new ChildProgram({
            program: "increment",
            arguments: {
              file: store.file,
              names: names.join(","),
              mine,
              count,
              seed: seed + index,
            },
          }),
        ),
      );
      await Promise.all(children.map((child) => child.expect("ready")));
      const began = performance.now();
      for (const child of children) child.go();
      const reports = await Promise.all(children.map((child) => child.expect("incremented")));
      const seconds = (performance.now() - began) / 1000;

      const failures = reports.flatMap((report) => report.failures);
      expect(failures.slice(0, 3)).toEqual([]);
      let total = 0;
      for (const name of names) {
        const { content } = await manager.getSecret(name);
        const counted = keys.map((key) => Number(content[key] ?? "0"));
        expect(counted).toEqual(reports.map((report) => report.acknowledged[name] ?? 0));
        expect(Number(content["total"] ?? "0")).toBe(counted.reduce((sum, n) => sum + n, 0));
        total += Number(content["total"] ?? "0");
      }
      expect(total).toBe(processes * count);
      const worst = Math.max(...reports.map(({ worstWait }) => worstWait));
      const tries = Math.max(...reports.map(({ mostTries }) => mostTries));
      process.stdout.write(
        `increments: ${processes} × ${count} on ${secrets} secrets, seed ${seed}: ${seconds.toFixed(1)} s, worst wait ${worst.toFixed(0)} ms, ${tries} tries at most\n`,
      );
    },
  );
});
