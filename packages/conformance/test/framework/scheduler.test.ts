import { describe, expect, it } from "vitest";
import type { Step } from "@keykist/core";
import { Scheduler, seededRandom } from "../../src/index.ts";

const step: Step = {
  operation: "getSecret",
  flavor: "memory",
  secret: "db",
  name: "read",
  number: 1,
  mutates: false,
};

/** The order in which the steps of three tasks ran. */
async function interleaving(seed: number): Promise<string> {
  const scheduler = new Scheduler(seededRandom(seed));
  const order: string[] = [];
  const task = (name: string) => async (): Promise<void> => {
    for (const turn of [1, 2, 3]) {
      await scheduler.intercept(step, async () => order.push(`${name}${turn}`));
    }
  };
  await scheduler.run([task("a"), task("b"), task("c")]);
  return order.join(" ");
}

describe("Scheduler", () => {
  it("gives the same interleaving for the same seed", async () => {
    expect(await interleaving(7)).toBe(await interleaving(7));
  });

  it("gives different interleavings for different seeds", async () => {
    const orders = new Set<string>();
    for (let seed = 0; seed < 20; seed += 1) orders.add(await interleaving(seed));
    expect(orders.size).toBeGreaterThan(15);
  });

  it("keeps the order of the steps of each task", async () => {
    const order = (await interleaving(7)).split(" ");
    expect(order.filter((each) => each.startsWith("b"))).toEqual(["b1", "b2", "b3"]);
  });

  it("lets one step end before the next begins, however long it takes", async () => {
    const scheduler = new Scheduler(seededRandom(7));
    let running = 0;
    let most = 0;
    const task = (): Promise<void> =>
      scheduler.intercept(step, async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => {
          setTimeout(resolve, 5);
        });
        running -= 1;
      });
    await scheduler.run([task, task, task]);
    expect(most).toBe(1);
  });

  it("answers how each task ended, in their order", async () => {
    const scheduler = new Scheduler(seededRandom(7));
    const failing = (): Promise<string> =>
      scheduler.intercept(step, () => Promise.reject(new RangeError("no")));
    const fine = (): Promise<string> => scheduler.intercept(step, async () => "yes");
    const ends = await scheduler.run([failing, fine]);
    expect(ends.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  });

  it("gives turns to whoever comes, without being told to run", async () => {
    const scheduler = new Scheduler(seededRandom(7));
    expect(await scheduler.turn(() => "first")).toBe("first");
    expect(await scheduler.turn(() => "second")).toBe("second");
  });
});

/** What happens while a task waits for some time, and another takes five turns. */
async function beside(milliseconds: number): Promise<string> {
  const scheduler = new Scheduler(seededRandom(7));
  const order: string[] = [];
  const waiting = new Promise<void>((resolve) => {
    scheduler.clock.schedule(resolve, milliseconds);
  }).then(() => order.push("waited"));
  const working = async (): Promise<void> => {
    for (const turn of [1, 2, 3, 4, 5]) await scheduler.turn(() => order.push(String(turn)));
  };
  await Promise.all([waiting, working()]);
  return order.join(" ");
}

describe("the clock of a scheduler", () => {
  it("moves on by a millisecond with each turn", async () => {
    expect(await beside(3)).toBe("1 2 3 waited 4 5");
  });

  it("jumps to the next alarm when nobody wants a turn", async () => {
    expect(await beside(9000)).toBe("1 2 3 4 5 waited");
  });

  it("does not jump so far that operations run out of time", async () => {
    const scheduler = new Scheduler(seededRandom(7));
    let rang = false;
    scheduler.clock.schedule(() => {
      rang = true;
    }, 30_000);
    await scheduler.turn(() => undefined);
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    expect(rang).toBe(false);
  });

  it("shows whole milliseconds", async () => {
    const { clock } = new Scheduler(seededRandom(7));
    await new Promise<void>((resolve) => {
      clock.schedule(resolve, 0.5);
    });
    expect(Number.isInteger(clock.now())).toBe(true);
  });
});
