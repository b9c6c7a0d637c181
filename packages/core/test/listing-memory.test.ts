import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { MemorySecretsManager, MemoryStore } from "../src/memory/index.ts";

it("a long listing keeps nothing of the items that its consumer has left behind", async () => {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  const liveBytes = (): number => {
    if (typeof collect === "function") Reflect.apply(collect, undefined, []);
    return process.memoryUsage().heapUsed;
  };
  const count = 20_000;
  const store = new MemoryStore();
  for (let index = 0; index < count; index += 1)
    store.plant(`s${index}`, {}, { type: "arbitrary" });
  const manager = new MemorySecretsManager({}, { store });

  const before = liveBytes();
  let listed = 0;
  let growth = 0;
  for await (const _summary of manager.listSecrets()) {
    listed += 1;
    if (listed === count) growth = liveBytes() - before;
  }
  expect(listed).toBe(count);
  // The paths of what is listed are held by this manager; 100 bytes an item is far below what a promise takes.
  expect(growth / count).toBeLessThan(100);
}, 30_000);
