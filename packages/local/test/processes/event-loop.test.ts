import { arbitrarySchema, KeykistError } from "@keykist/core";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { LocalSecretsManager } from "../../src/index.ts";
import { TEST_KEY } from "../test-key.ts";
import { StoreFolder } from "./store-folder.ts";

/** Nothing that is awaited here takes longer, however busy the machine is. Milliseconds. */
const LONG = 20_000;

const secret = arbitrarySchema.create("db", { password: "tulip" });

/** Does one operation after the other until something has happened, or for long. */
async function busyUntil(done: () => boolean, operation: () => Promise<unknown>): Promise<void> {
  const started = performance.now();
  while (!done() && performance.now() - started < LONG) await operation();
}

describe("while one operation follows the other without a pause", () => {
  it.each([
    ["reads", (manager: LocalSecretsManager) => manager.getSecret("db")],
    ["writes", (manager: LocalSecretsManager) => manager.updateSecret(secret)],
  ])("a timer of the same process fires (%s)", async (_what, operation) => {
    await using store = await StoreFolder.make();
    await using manager = store.manager();
    await manager.registerSecret(secret);
    let fired = false;
    const timer = setTimeout(() => {
      fired = true;
    }, 5);
    await busyUntil(
      () => fired,
      () => operation(manager),
    );
    clearTimeout(timer);
    expect(fired).toBe(true);
  });

  it("another operation times out, and another is aborted", async () => {
    await using store = await StoreFolder.make();
    await using manager = store.manager();
    await manager.registerSecret(secret);
    await using hanging = new LocalSecretsManager(
      { file: store.file, key: TEST_KEY, timeoutMs: 20 },
      { environment: {}, interceptStep: () => new Promise<never>(() => undefined) },
    );
    const codes: string[] = [];
    const told = (error: unknown): void => {
      codes.push(KeykistError.is(error) ? error.code : "no KeykistError");
    };
    hanging.getSecret("db").catch(told);
    const abortion = wait(5).then(() => controller.abort());
    const controller = new AbortController();
    hanging.getSecret("db", { signal: controller.signal }).catch(told);
    await busyUntil(
      () => codes.length === 2,
      () => manager.getSecret("db"),
    );
    await abortion;
    expect(codes.toSorted()).toEqual(["ABORTED", "TIMEOUT"]);
  });
});

it("thousands of operations that begin at once do not end in one piece: a timer fires between them", async () => {
  await using store = await StoreFolder.make();
  await using manager = store.manager();
  await manager.registerSecret(secret);
  let ended = 0;
  let endedBefore: number | undefined;
  const timer = setTimeout(() => {
    endedBefore = ended;
  }, 5);
  const all = Array.from({ length: 5000 }, async () => {
    await manager.getSecret("db");
    ended += 1;
  });
  await Promise.all(all);
  clearTimeout(timer);
  expect(ended).toBe(5000);
  expect(endedBefore ?? ended).toBeLessThan(5000);
}, 60_000);
