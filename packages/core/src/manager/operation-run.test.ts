import { inspect } from "node:util";
import { beforeEach, describe, expect, it } from "vitest";
import { ManualClock, quiet } from "../../test/manual-clock.ts";
import { PlainSecretsManager } from "../../test/plain-flavor.ts";
import {
  arbitrarySchema,
  type Classification,
  KeykistError,
  type RemoveOutcome,
} from "../index.ts";

const secret = arbitrarySchema.create("db", { password: "hunter2-super-secret" });
const never = (): Promise<never> => new Promise(() => undefined);

/** How work ends, once it has. */
function ending(work: Promise<unknown>): { readonly now: () => unknown } {
  let end: unknown = "running";
  work.then(
    (value) => {
      end = value ?? "done";
    },
    (error: unknown) => {
      end = error;
    },
  );
  return { now: () => end };
}

describe("an operation's time", () => {
  let clock: ManualClock;
  let manager: PlainSecretsManager;

  beforeEach(() => {
    clock = new ManualClock();
    manager = new PlainSecretsManager({ timeoutMs: 1000 }, { clock });
  });

  it("is up after timeoutMs, not before, and leaves no timer behind", async () => {
    manager.onStep = never;
    const end = ending(manager.getSecret("db"));
    await clock.advance(999);
    expect(end.now()).toBe("running");
    await clock.advance(1);
    expect(end.now()).toMatchObject({
      code: "TIMEOUT",
      operation: "getSecret",
      secret: "db",
      retry: "safe",
    });
    expect(clock.pending).toBe(0);
  });

  it("leaves the outcome of a write open once a step that can change the backend has begun", async () => {
    manager.onStep = never;
    const end = ending(manager.registerSecret(secret));
    await clock.advance(1000);
    expect(end.now()).toMatchObject({ code: "TIMEOUT", outcome: "unknown", retry: "never" });
  });

  it("says not_applied while a write only reads", async () => {
    manager.onStep = (name) => (name === "read" ? never() : undefined);
    const end = ending(manager.modifySecret("db", (content) => content));
    await clock.advance(1000);
    expect(end.now()).toMatchObject({ code: "TIMEOUT", outcome: "not_applied", retry: "safe" });
  });

  it("begins no further step after it is up, even when the slow one ends", async () => {
    await manager.registerSecret(secret);
    const slow = Promise.withResolvers<void>();
    manager.onStep = (name) => (name === "read" ? slow.promise : undefined);
    const end = ending(manager.modifySecret("db", () => ({ password: "late" })));
    await clock.advance(1000);
    expect(end.now()).toMatchObject({ code: "TIMEOUT", outcome: "not_applied" });
    slow.resolve();
    await quiet();
    expect(manager.backend.get("db")?.entries.get("password")).toBe("hunter2-super-secret");
  });

  it("of a listing bounds each item, and does not count what the consumer does between them", async () => {
    await manager.registerSecret(secret);
    await manager.registerSecret(arbitrarySchema.create("db2", {}));
    const items = manager.listSecrets()[Symbol.asyncIterator]();
    expect((await items.next()).value).toMatchObject({ name: "db" });
    await clock.advance(5000);
    expect((await items.next()).value).toMatchObject({ name: "db2" });
    expect((await items.next()).done).toBe(true);
  });
});

describe("an abort", () => {
  it("names its reason, whose message stays with the caller", async () => {
    const manager = new PlainSecretsManager();
    const reason = new DOMException("hunter2-super-secret", "TimeoutError");
    const error = await manager
      .getSecret("db", { signal: AbortSignal.abort(reason) })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "ABORTED", cause: { name: "TimeoutError" } });
    expect(inspect(error, { showHidden: true, depth: Infinity })).not.toContain("hunter2");
  });

  it("that came before the call makes no step", async () => {
    const manager = new PlainSecretsManager();
    const steps: string[] = [];
    manager.onStep = (name) => steps.push(name);
    await expect(
      manager.registerSecret(secret, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({
      code: "ABORTED",
      outcome: "not_applied",
    });
    expect(steps).toEqual([]);
  });

  it("reaches the backend's signal and ends the operation at once", async () => {
    const manager = new PlainSecretsManager();
    manager.onStep = never;
    const controller = new AbortController();
    const end = ending(manager.registerSecret(secret, { signal: controller.signal }));
    await quiet();
    controller.abort();
    await quiet();
    expect(end.now()).toMatchObject({ code: "ABORTED", outcome: "unknown" });
  });

  it("leaves no listener on the caller's signal", async () => {
    const manager = new PlainSecretsManager();
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    Object.assign(signal, {
      addEventListener: (...input: Parameters<typeof add>) => {
        listeners += 1;
        add(...input);
      },
      removeEventListener: (...input: Parameters<typeof remove>) => {
        listeners -= 1;
        remove(...input);
      },
    });
    await manager.registerSecret(secret, { signal });
    await manager.getAllSecretKeys({ signal });
    await manager.getSecrets(["db", "no"], { signal });
    await manager.deleteAllSecrets({ signal });
    for await (const _summary of manager.listSecrets({ signal })) break;
    expect(listeners).toBe(0);
  });
});

describe("an error of the backend", () => {
  it("is wrapped once, in the words of its code, with what the flavor says of it", async () => {
    const manager = new PlainSecretsManager();
    manager.onStep = () => {
      throw new RangeError("no route to host");
    };
    const error = await manager.getSecret("db").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "UNAVAILABLE",
      message: 'cannot read "db": the backend cannot be reached or is not ready',
      flavor: "plain",
      retry: "safe",
      outcome: undefined,
    });
    expect(KeykistError.is(error) && error.cause).toMatchObject({ message: "no route to host" });
  });

  it("that a flavor knows to have done nothing leaves the outcome to the other steps", async () => {
    const clock = new ManualClock();
    const manager = new PlainSecretsManager({ timeoutMs: 1000 }, { clock });
    manager.onStep = () => {
      throw new RangeError("refused");
    };
    await expect(manager.registerSecret(secret)).rejects.toMatchObject({ outcome: "unknown" });
    manager.onStep = () => {
      throw new TypeError("refused before anything was done");
    };
    await expect(manager.registerSecret(secret)).rejects.toMatchObject({
      code: "THROTTLED",
      outcome: "not_applied",
    });
  });

  it("thrown by an interceptor counts as one of the backend, so the flavor judges it", async () => {
    let thrown: Error = new TypeError("refused");
    const interceptStep = async (): Promise<never> => {
      throw thrown;
    };
    const manager = new PlainSecretsManager({}, { interceptStep });
    await expect(manager.registerSecret(secret)).rejects.toMatchObject({
      code: "THROTTLED",
      outcome: "not_applied",
    });
    thrown = new RangeError("gone");
    await expect(manager.registerSecret(secret)).rejects.toMatchObject({
      code: "UNAVAILABLE",
      outcome: "unknown",
    });
  });

  it.each([
    [
      "that the flavor took back",
      { outcome: "not_applied", outcomeOf: "operation" },
      "not_applied",
    ],
    ["that took effect in part", { outcome: "applied" }, "applied"],
    ["that the flavor knows nothing more of", { outcome: "not_applied" }, "unknown"],
  ] as const)(
    "after an earlier step %s has the outcome of the operation",
    async (_what, judged, outcome) => {
      class TwoStepManager extends PlainSecretsManager {
        protected override async doRemove(
          ...input: Parameters<PlainSecretsManager["doRemove"]>
        ): Promise<RemoveOutcome> {
          await input[2].step("mark", () => undefined);
          return super.doRemove(...input);
        }
        protected override classify(): Classification {
          return { code: "PERMISSION_DENIED", retry: "safe", ...judged };
        }
      }
      const manager = new TwoStepManager();
      await manager.registerSecret(secret);
      manager.onStep = () => {
        throw new Error("denied");
      };
      await expect(manager.deleteSecret("db")).rejects.toMatchObject({
        code: "PERMISSION_DENIED",
        outcome,
        retry: outcome === "not_applied" ? "safe" : "never",
      });
    },
  );

  it("that nobody knows is UNKNOWN, and its message is withheld", async () => {
    const manager = new PlainSecretsManager();
    manager.onStep = () => {
      throw new Error("hunter2-super-secret");
    };
    await expect(manager.registerSecret(secret)).rejects.toMatchObject({
      code: "UNKNOWN",
      outcome: "unknown",
      cause: { message: "(the message is withheld: it may quote a value)" },
    });
  });

  it("that the flavor itself calls UNKNOWN has its message withheld, too", async () => {
    class TakingBackManager extends PlainSecretsManager {
      protected override classify(): Classification {
        return {
          code: "UNKNOWN",
          retry: "never",
          outcome: "not_applied",
          outcomeOf: "operation",
        };
      }
    }
    const manager = new TakingBackManager();
    await manager.registerSecret(secret);
    manager.onStep = () => {
      throw new Error("the request that nobody vouches for");
    };
    await expect(manager.deleteSecret("db")).rejects.toMatchObject({
      code: "UNKNOWN",
      outcome: "not_applied",
      cause: { message: "(the message is withheld: it may quote a value)" },
    });
  });

  it("that a flavor made a KeykistError of is searched too, its cause with it", async () => {
    const manager = new PlainSecretsManager();
    manager.onStep = () => {
      const cause = new Error("hunter2-super-secret");
      throw new KeykistError("CORRUPT", "bad: hunter2-super-secret", {
        cause,
        hint: "try hunter2-super-secret",
      });
    };
    const error = await manager.registerSecret(secret).catch((thrown: unknown) => thrown);
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain("hunter2");
    expect(error).toMatchObject({ code: "CORRUPT", operation: "registerSecret", flavor: "plain" });
  });

  it("thrown by the caller's own function comes back as it is, with nothing written", async () => {
    const manager = new PlainSecretsManager();
    const revision = await manager.registerSecret(secret);
    const mine = new Error("mine");
    const work = manager.modifySecret("db", () => {
      throw mine;
    });
    await expect(work).rejects.toBe(mine);
    expect((await manager.getSecret("db")).revision).toBe(revision);
  });
});
