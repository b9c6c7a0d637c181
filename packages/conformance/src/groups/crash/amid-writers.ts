import {
  assertNoFailures,
  assertOrdered,
  type ConcurrentRun,
  inSeveralRuns,
} from "../../concurrent-clients/concurrent-run.ts";
import { doWorkload, drawnEntries } from "../../concurrent-clients/workload.ts";
import type { CaseContext } from "../../conformance-case.ts";
import type { Random } from "../../scheduling/random.ts";
import { Mortal } from "./mortal.ts";

/** How many of the managers are of processes that end. */
const MORTALS = 3;
const MANAGERS = 6;

/** Lets processes end in the midst of operations on secrets that others are writing. */
export async function crashedAmidWriters(context: CaseContext): Promise<void> {
  const mortals: Mortal[] = [];
  const around = (manager: number, random: Random): Mortal["intercept"] | undefined => {
    if (manager >= MORTALS) return undefined;
    const mortal = new Mortal(random);
    mortals[manager] = mortal;
    return mortal.intercept;
  };
  await inSeveralRuns(context, 16, { managers: MANAGERS, around }, async (run) => {
    await everybodyWrites(context, run, mortals);
    assertNoFailures(run.recorder);
    assertOrdered(context, run);
  });
}

async function everybodyWrites(
  context: CaseContext,
  { clients, managers, random, label, bystander, together }: ConcurrentRun,
  mortals: readonly Mortal[],
): Promise<void> {
  const { capabilities } = context;
  const prefix = context.name(`${label}-`);
  const names = [`${prefix}a`, `${prefix}b`] as const;
  const [first] = names;
  await bystander.register(first, drawnEntries(random, "first", capabilities));
  await context.settle();
  await together(
    clients.map((client, index) => async () => {
      const tag = `value ${index + 1}`;
      const work = doWorkload({ client, tag, names, prefix, operations: 8, random, capabilities });
      const mortal = mortals[index];
      const manager = managers[index];
      if (mortal === undefined || manager === undefined) return work;
      mortal.release = async () => context.backend.abandon?.(manager);
      await Promise.race([work, mortal.died]);
      client.crash();
    }),
  );
  await context.settle();
  // Whoever comes later finds one state, and can go on from it.
  for (const name of names) {
    const there = await bystander.read(name);
    const next = drawnEntries(random, "next", capabilities);
    if (there === undefined) await bystander.register(name, next);
    else await bystander.update(name, next);
    await context.settle();
    await bystander.read(name);
  }
}
