import { describe, expect, it } from "vitest";
import { ManualClock, quiet } from "../../test/manual-clock.ts";
import { PlainSecretsManager } from "../../test/plain-flavor.ts";
import { arbitrarySchema, type Call } from "../index.ts";

const secret = arbitrarySchema.create("db", { password: "p" });
const never = (): Promise<never> => new Promise(() => undefined);

class ConnectingManager extends PlainSecretsManager {
  readonly log: string[] = [];
  failures = 0;

  protected override async connect(call: Call): Promise<void> {
    await call.step("connect", () => {
      this.log.push("connect");
      if (this.log.length <= this.failures) throw new RangeError("not yet");
    });
  }

  protected override async disconnect(): Promise<void> {
    this.log.push("disconnect");
  }
}

describe("connecting", () => {
  it("happens once, before the first hook, however many operations begin at once", async () => {
    const manager = new ConnectingManager();
    await Promise.all([
      manager.registerSecret(secret),
      manager.getAllSecretKeys(),
      manager.getAllSecretKeys(),
    ]);
    expect(manager.log).toEqual(["connect"]);
  });

  it("is tried again by the next operation after a failure, which is the failure of the one that tried", async () => {
    const manager = new ConnectingManager();
    manager.failures = 1;
    const [first, second] = await Promise.allSettled([
      manager.getAllSecretKeys(),
      manager.getAllSecretKeys(),
    ]);
    expect(first).toMatchObject({ status: "rejected", reason: { code: "UNAVAILABLE" } });
    expect(second).toMatchObject({ status: "fulfilled" });
  });

  it("does not happen for what is refused before", async () => {
    const manager = new ConnectingManager();
    await expect(manager.getSecret("no good")).rejects.toMatchObject({ code: "INVALID_NAME" });
    await manager.close();
    expect(manager.log).toEqual([]);
  });
});

describe("connecting that hangs", () => {
  class HangingManager extends PlainSecretsManager {
    readonly attempts: PromiseWithResolvers<void>[] = [];

    protected override connect(): Promise<void> {
      const attempt = Promise.withResolvers<void>();
      this.attempts.push(attempt);
      return attempt.promise;
    }
  }

  it("is given up with the operation that began it, and the next one connects anew", async () => {
    const clock = new ManualClock();
    const manager = new HangingManager({ timeoutMs: 1000 }, { clock });
    const first = manager.getAllSecretKeys().catch((error: unknown) => error);
    await clock.advance(1000);
    expect(await first).toMatchObject({ code: "TIMEOUT" });
    const second = manager.getAllSecretKeys();
    await quiet();
    manager.attempts[1]?.resolve();
    expect(await second).toEqual([]);
    expect(manager.attempts).toHaveLength(2);
  });

  it("is taken by later operations where it succeeds late", async () => {
    const clock = new ManualClock();
    const manager = new HangingManager({ timeoutMs: 1000 }, { clock });
    const first = manager.getAllSecretKeys().catch((error: unknown) => error);
    await clock.advance(1000);
    await first;
    manager.attempts[0]?.resolve();
    await quiet();
    expect(await manager.getAllSecretKeys()).toEqual([]);
    expect(manager.attempts).toHaveLength(1);
  });

  it("leaves no rejection that nobody handles, where it fails late", async () => {
    const clock = new ManualClock();
    const manager = new HangingManager({ timeoutMs: 1000 }, { clock });
    const first = manager.getAllSecretKeys().catch((error: unknown) => error);
    await clock.advance(1000);
    await first;
    manager.attempts[0]?.reject(new RangeError("not to be reached"));
    await quiet();
    await manager.close();
    expect(manager.attempts).toHaveLength(1);
  });
});

describe("close", () => {
  it("disconnects once, and refuses what comes after", async () => {
    const manager = new ConnectingManager();
    await manager.registerSecret(secret);
    await Promise.all([manager.close(), manager.close()]);
    await manager[Symbol.asyncDispose]();
    expect(manager.log).toEqual(["connect", "disconnect"]);
    await expect(manager.getSecret("db")).rejects.toMatchObject({ code: "CLOSED", secret: "db" });
    await expect(manager.getAllSecretKeys()).rejects.toMatchObject({ code: "CLOSED" });
    await expect(manager.listSecrets()[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: "CLOSED",
    });
  });

  it("waits for work under way", async () => {
    const manager = new PlainSecretsManager();
    const slow = Promise.withResolvers<void>();
    manager.onStep = () => slow.promise;
    const work = manager.registerSecret(secret);
    const closed = manager.close();
    slow.resolve();
    await closed;
    expect(await work).toBe("r1");
  });

  it("aborts what does not end in time, and says that a write may have been applied", async () => {
    const clock = new ManualClock();
    // The operation's own time is longer than what close allows it from now on.
    const manager = new PlainSecretsManager({ timeoutMs: 1000 }, { clock });
    manager.onStep = never;
    await clock.advance(0);
    const work = manager.registerSecret(secret).catch((error: unknown) => error);
    await quiet();
    const closed = manager.close();
    await clock.advance(1000);
    await closed;
    expect(await work).toMatchObject({ outcome: "unknown" });
  });

  it("does not wait for an iteration that its consumer has left standing", async () => {
    const manager = new PlainSecretsManager();
    await manager.registerSecret(secret);
    const items = manager.listSecrets()[Symbol.asyncIterator]();
    await items.next();
    await manager.close();
    await expect(items.next()).rejects.toMatchObject({ code: "CLOSED" });
  });
});

describe("the queue of one secret", () => {
  it("is not held by an operation that was given up while its backend hangs", async () => {
    const clock = new ManualClock();
    const manager = new PlainSecretsManager({ timeoutMs: 1000 }, { clock });
    await manager.registerSecret(secret);
    let hang = true;
    manager.onStep = (name) => (hang && name === "read" ? never() : undefined);
    const first = manager
      .modifySecret("db", () => ({ password: "first" }))
      .catch((error: unknown) => error);
    await clock.advance(500);
    const second = manager.modifySecret("db", () => ({ password: "second" }));
    hang = false;
    await clock.advance(500);
    expect(await first).toMatchObject({ code: "TIMEOUT" });
    await second;
    expect(manager.backend.get("db")?.entries.get("password")).toBe("second");
  });
});
