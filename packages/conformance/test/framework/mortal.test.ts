import { describe, expect, it } from "vitest";
import type { Step } from "@keykist/core";
import { Crashed } from "../../src/concurrent-clients/concurrent-run.ts";
import { Mortal } from "../../src/groups/crash/mortal.ts";
import { seededRandom } from "../../src/index.ts";

const write: Step = {
  operation: "updateSecret",
  flavor: "memory",
  secret: "db",
  name: "put",
  number: 1,
  mutates: true,
};

/** How a process lives that makes one kind of step until it ends. */
async function life(
  seed: number,
  run: () => Promise<unknown>,
): Promise<{ readonly made: number; readonly released: number }> {
  const mortal = new Mortal(seededRandom(seed));
  let made = 0;
  let released = 0;
  let isDead = false;
  mortal.release = async () => {
    released += 1;
  };
  void mortal.died.then(() => {
    isDead = true;
  });
  for (let step = 1; !isDead; step += 1) {
    expect(step, "the steps of a process that ends").toBeLessThan(10);
    await mortal
      .intercept(write, () => {
        made += 1;
        return run();
      })
      .catch(() => undefined);
  }
  await expect(mortal.intercept(write, run), "a step after its end").rejects.toThrow(Crashed);
  return { made, released };
}

describe("Mortal", () => {
  it("ends at a step, before or after its effect, and lets go of what it held once", async () => {
    const lives = new Set<number>();
    for (let seed = 0; seed < 50; seed += 1) {
      const { made, released } = await life(seed, async () => "done");
      expect(released).toBe(1);
      lives.add(made);
    }
    expect(lives.size, "different lengths of lives").toBeGreaterThan(3);
  });

  it("ends also at a step that the backend refuses", async () => {
    for (let seed = 0; seed < 50; seed += 1) {
      const { released } = await life(seed, () => Promise.reject(new Error("refused")));
      expect(released).toBe(1);
    }
  });
});
