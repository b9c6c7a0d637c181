import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import {
  assertNoFailures,
  assertOrdered,
  type ConcurrentRun,
  inSeveralRuns,
} from "../../concurrent-clients/concurrent-run.ts";
import { Mishaps } from "./mishaps.ts";
import { doWorkload, drawnEntries, type Workload } from "../../concurrent-clients/workload.ts";

/** Everything at once, on a few secrets, judged by whether the answers have an order at all. */
export const historyCases: readonly ConformanceCase[] = group("concurrency", {
  linearizable: {
    title:
      "what clients of several managers are answered at once is what they could be answered one after the other",
    requires: ["write"],
    run: (context) =>
      inSeveralRuns(context, 14, { managers: 3, clientsPerManager: 2 }, async (run) => {
        await everybodyWorks(context, run, { operations: 8 });
        assertNoFailures(run.recorder);
        assertOrdered(context, run);
      }),
  },
  unanswered: {
    title:
      "a write that ends without an answer takes effect once or not at all, and never later twice",
    requires: ["write", "observable"],
    run: async (context) => {
      const mishaps: Mishaps[] = [];
      const around = (manager: number, random: ConcurrentRun["random"]): Mishaps["intercept"] => {
        const own = new Mishaps(random);
        mishaps[manager] = own;
        return own.intercept;
      };
      const options = (client: number): Partial<Workload> => ({
        options: () => ({ signal: mishaps[client]?.next() }),
      });
      await inSeveralRuns(context, 16, { managers: 5, around }, async (run) => {
        await everybodyWorks(context, run, { operations: 10 }, options);
        assertNoFailures(run.recorder, ["ABORTED", "UNKNOWN"]);
        assertOrdered(context, run);
      });
    },
  },
});

async function everybodyWorks(
  context: CaseContext,
  { clients, random, label, bystander, together }: ConcurrentRun,
  { operations }: Pick<Workload, "operations">,
  more: (client: number) => Partial<Workload> = () => ({}),
): Promise<void> {
  const { capabilities } = context;
  const prefix = context.name(`${label}-`);
  const names = [`${prefix}a`, `${prefix}b`, `${prefix}c`] as const;
  for (const name of names.slice(0, 2))
    await bystander.register(name, drawnEntries(random, `first-${name}`, capabilities));
  await context.settle();
  await together(
    clients.map((client, index) => () => {
      const tag = `value ${index + 1}`;
      const usual = { client, tag, names, prefix, operations, random, capabilities };
      return doWorkload({ ...usual, ...more(index) });
    }),
  );
  await context.settle();
  for (const name of names) await bystander.read(name);
}
