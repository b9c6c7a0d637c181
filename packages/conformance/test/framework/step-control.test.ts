import { describe, expect, it } from "vitest";
import { arbitrarySchema } from "@keykist/core";
import { MemoryBackendError, MemorySecretsManager } from "@keykist/core/memory";
import { settled } from "../../src/scheduling/fake-clock.ts";
import { StepControl } from "../../src/index.ts";

const secret = arbitrarySchema.create("db", { password: "tulip" });

function controlled(): { readonly control: StepControl; readonly manager: MemorySecretsManager } {
  const control = new StepControl();
  const manager = new MemorySecretsManager({}, { interceptStep: control.intercept });
  return { control, manager };
}

describe("StepControl", () => {
  it("records the steps, without values", async () => {
    const { control, manager } = controlled();
    await manager.registerSecret(secret);
    const [step] = control.steps;
    expect(step).toEqual({
      operation: "registerSecret",
      flavor: "memory",
      secret: "db",
      name: "create",
      number: 1,
      mutates: true,
    });
  });

  it("fails a step before it takes effect", async () => {
    const { control, manager } = controlled();
    const error = new MemoryBackendError("denied");
    control.plan = () => ({ kind: "fail", error, when: "before" });
    await expect(manager.registerSecret(secret)).rejects.toMatchObject({ outcome: "not_applied" });
    control.plan = () => ({ kind: "pass" });
    expect(await manager.getAllSecretKeys()).toEqual([]);
  });

  it("fails a step after it has taken effect", async () => {
    const { control, manager } = controlled();
    control.plan = () => ({ kind: "fail", error: new RangeError("no"), when: "after" });
    await expect(manager.registerSecret(secret)).rejects.toMatchObject({ outcome: "unknown" });
    control.plan = () => ({ kind: "pass" });
    expect(await manager.getAllSecretKeys()).toEqual(["db"]);
  });

  it("makes a step twice", async () => {
    const { control, manager } = controlled();
    control.plan = () => ({ kind: "repeat" });
    await expect(manager.registerSecret(secret)).rejects.toMatchObject({ code: "SECRET_EXISTS" });
  });

  it("stops a step for ever, and says when it has", async () => {
    const { control, manager } = controlled();
    control.plan = () => ({ kind: "stop", when: "after" });
    const controller = new AbortController();
    const work = manager.registerSecret(secret, { signal: controller.signal });
    await control.held;
    controller.abort();
    await expect(work).rejects.toMatchObject({ code: "ABORTED", outcome: "unknown" });
  });

  it("delays a step until it is released", async () => {
    const { control, manager } = controlled();
    const released = Promise.withResolvers<void>();
    control.plan = () => ({ kind: "delay", until: released.promise, when: "before" });
    const work = manager.registerSecret(secret);
    await control.held;
    control.plan = () => ({ kind: "pass" });
    expect(await manager.getAllSecretKeys()).toEqual([]);
    released.resolve();
    await work;
    expect(await manager.getAllSecretKeys()).toEqual(["db"]);
  });

  it("fails a step that takes effect later", async () => {
    const { control, manager } = controlled();
    const landing = Promise.withResolvers<void>();
    const error = new RangeError("no");
    control.plan = () => ({ kind: "late", error, until: landing.promise });
    await expect(manager.registerSecret(secret)).rejects.toMatchObject({ code: "UNKNOWN" });
    control.plan = () => ({ kind: "pass" });
    expect(await manager.getAllSecretKeys()).toEqual([]);
    landing.resolve();
    await settled();
    expect(await manager.getAllSecretKeys()).toEqual(["db"]);
  });
});
