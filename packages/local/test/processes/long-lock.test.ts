import { arbitrarySchema, KeykistError } from "@keykist/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ChildProgram } from "./child-program.ts";
import { longestGap } from "./longest-gap.ts";
import { StoreFolder } from "./store-folder.ts";

/** Milliseconds by which an abort or a timeout may be late. */
const LATE = 50;
/** Milliseconds for which nothing else may keep the event loop busy. */
const LONGEST_GAP = 100;

/** How late the event loop was, and how late one of a process was that did nothing. */
interface Lateness {
  readonly own: number;
  readonly machine: number;
}

// A machine with more work than processors makes everything late. How late it is by itself a process
// tells that only looks at the clock; that much is allowed on top of every bound.
describe("while another process holds the lock of the file", () => {
  let store: StoreFolder;
  let holder: ChildProgram;
  let clock: ChildProgram;
  let gap: ReturnType<typeof longestGap>;

  async function lateness(): Promise<Lateness> {
    const own = gap.end();
    clock.go();
    return { own, machine: (await clock.expect("kept time")).longestGap };
  }

  beforeEach(async () => {
    store = await StoreFolder.make();
    await using manager = store.manager();
    await manager.registerSecret(arbitrarySchema.create("db", { password: "first" }));
    holder = new ChildProgram({ program: "hold-lock", arguments: { file: store.file } });
    await holder.expect("ready");
    clock = new ChildProgram({ program: "keep-time", arguments: {} });
    await clock.expect("ready");
    gap = longestGap();
  });

  afterEach(async () => {
    gap.end();
    await clock.kill();
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
      setTimeout(() => {
        controller.abort();
      }, 200);

      const abort = await aborted;
      const timeout = await timedOut;
      const { own, machine } = await lateness();
      expect(abort.code).toBe("ABORTED");
      expect(abort.milliseconds).toBeGreaterThan(190);
      expect(abort.milliseconds).toBeLessThan(200 + LATE + machine);
      expect(timeout.code).toBe("TIMEOUT");
      expect(timeout.milliseconds).toBeGreaterThan(290);
      expect(timeout.milliseconds).toBeLessThan(300 + LATE + machine);
      const isRead = name.startsWith("get");
      expect([abort.outcome, timeout.outcome]).toEqual(
        isRead ? [undefined, undefined] : ["not_applied", "not_applied"],
      );
      expect(own).toBeLessThan(LONGEST_GAP + machine);
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
    const { own, machine } = await lateness();
    expect(own).toBeLessThan(LONGEST_GAP + machine);
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
    const { own, machine } = await lateness();
    expect(own).toBeLessThan(LONGEST_GAP + machine);
    const [first] = managers;
    expect((await first?.getSecret("db"))?.keys).toHaveLength(9);
    await Promise.all(managers.map((manager) => manager.close()));
  }, 10_000);

  it("a manager closes within its time, although an operation still waits", async () => {
    const manager = store.manager({ timeoutMs: 200 });
    const began = performance.now();
    const failed = failureTime(manager.deleteSecret("db"), began);
    await manager.close();
    const closed = performance.now() - began;
    const { machine } = await lateness();
    expect(closed).toBeLessThan(200 + 2 * LATE + machine);
    expect(["TIMEOUT", "CLOSED"]).toContain((await failed).code);
  }, 10_000);
});

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
