import { arbitrarySchema, KeykistError } from "@keykist/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ChildProgram } from "./child-program.ts";
import { longestGap } from "./longest-gap.ts";
import { StoreFolder } from "./store-folder.ts";

/** Milliseconds by which an abort or a timeout may be late, beside a timer of the same process. */
const LATE = 50;
/**
 * Milliseconds for which nothing else may keep the event loop busy. The lock is held for as long as a test wants: were
 * it waited for without the loop, that would take all of its time, or five seconds, as SQLite's own waits do.
 */
const LONGEST_GAP = 1000;

// A machine with more work than processors makes everything late, also the timers that all is measured by.
describe("while another process holds the lock of the file", () => {
  let store: StoreFolder;
  let holder: ChildProgram;
  let gap: ReturnType<typeof longestGap>;

  beforeEach(async () => {
    store = await StoreFolder.make();
    await using manager = store.manager();
    await manager.registerSecret(arbitrarySchema.create("db", { password: "first" }));
    holder = new ChildProgram({ program: "hold-lock", arguments: { file: store.file } });
    await holder.expect("ready");
    gap = longestGap();
  });

  afterEach(async () => {
    gap.end();
    await holder.kill();
    await store[Symbol.asyncDispose]();
  });

  const operations = {
    getSecret: (manager, options) => manager.getSecret("db", options),
    updateSecret: (manager, options) =>
      manager.updateSecret(arbitrarySchema.create("db", { password: "second" }), options),
    modifySecret: (manager, options) => manager.modifySecret("db", (content) => content, options),
    deleteSecret: (manager, options) => manager.deleteSecret("db", options),
    getAllSecretKeys: (manager, options) => manager.getAllSecretKeys(options),
  } satisfies Record<
    string,
    (
      manager: ReturnType<StoreFolder["manager"]>,
      options: { readonly signal?: AbortSignal },
    ) => Promise<unknown>
  >;

  it.for(Object.entries(operations))(
    "%s: an abort and a timeout come when they are due, and the event loop goes on",
    { timeout: 10_000 },
    async ([name, operate]) => {
      await using patient = store.manager();
      await using hasty = store.manager({ timeoutMs: 300 });
      const controller = new AbortController();
      const began = performance.now();
      const aborted = failureTime(operate(patient, { signal: controller.signal }), began);
      const timedOut = failureTime(operate(hasty, {}), began);
      const due = await Promise.all([
        dueAfter(200, began, () => {
          controller.abort();
        }),
        dueAfter(300, began),
      ]);
      const abort = await aborted;
      const timeout = await timedOut;
      const own = gap.end();
      expect([abort.code, timeout.code]).toEqual(["ABORTED", "TIMEOUT"]);
      expect(abort.milliseconds).toBeGreaterThan(190);
      expect(abort.milliseconds).toBeLessThan(due[0] + LATE);
      expect(timeout.milliseconds).toBeGreaterThan(290);
      expect(timeout.milliseconds).toBeLessThan(due[1] + LATE);
      const isRead = name.startsWith("get");
      expect([abort.outcome, timeout.outcome]).toEqual(
        isRead ? [undefined, undefined] : ["not_applied", "not_applied"],
      );
      expect(own).toBeLessThan(LONGEST_GAP);
    },
  );

  it("an operation of a manager that was open before waits, and is done once the lock is free", async () => {
    holder.go();
    await holder.end();
    await using manager = store.manager();
    await manager.getSecret("db");
    await using second = new ChildProgram({
      program: "hold-lock",
      arguments: { file: store.file },
    });
    await second.expect("ready");

    let answered = false;
    const update = manager
      .updateSecret(arbitrarySchema.create("db", { password: "second" }))
      .finally(() => {
        answered = true;
      });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(answered).toBe(false);
    second.go();
    await update;
    expect(gap.end()).toBeLessThan(LONGEST_GAP);
    expect((await manager.getSecret("db")).content["password"]).toBe("second");
  }, 10_000);

  it("the operations of many managers are done once the lock is free, also the opening", async () => {
    const managers = Array.from({ length: 8 }, () => store.manager());
    const updates = managers.map((manager, index) =>
      manager.modifySecret("db", (content) => ({ ...content, [`writer_${index}`]: "was here" })),
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    holder.go();
    await Promise.all(updates);
    expect(gap.end()).toBeLessThan(LONGEST_GAP);
    const [first] = managers;
    expect((await first?.getSecret("db"))?.keys).toHaveLength(9);
    await Promise.all(managers.map((manager) => manager.close()));
  }, 10_000);

  it("a manager closes within its time, although an operation still waits", async () => {
    const manager = store.manager({ timeoutMs: 200 });
    const began = performance.now();
    const failed = failureTime(manager.deleteSecret("db"), began);
    const due = dueAfter(200, began);
    await manager.close();
    const closed = performance.now() - began;
    expect(closed).toBeLessThan((await due) + 2 * LATE);
    expect(["TIMEOUT", "CLOSED"]).toContain((await failed).code);
  }, 10_000);
});

/** Does something when a timer of this process says so; answers how many milliseconds after the beginning that was. */
function dueAfter(
  milliseconds: number,
  began: number,
  act: () => void = () => undefined,
): Promise<number> {
  return new Promise((resolve) => {
    setTimeout(() => {
      const due = performance.now() - began;
      act();
      resolve(due);
    }, milliseconds);
  });
}

/** How an operation fails, and after how many milliseconds. */
async function failureTime(
  operation: Promise<unknown>,
  began: number,
): Promise<{
  readonly code: string;
  readonly outcome: string | undefined;
  readonly milliseconds: number;
}> {
  try {
    await operation;
  } catch (error) {
    if (!KeykistError.is(error)) throw error;
    return {
      code: error.code,
      outcome: error.outcome,
      milliseconds: performance.now() - began,
    };
  }
  throw new Error("the operation was to fail");
}
