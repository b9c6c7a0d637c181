import { arbitrarySchema, type Secret } from "@keykist/core";
import { describe, expect, it } from "vitest";
import { serviceError } from "../aws-harness.ts";
import { emulatorServer } from "../emulator-server.ts";

// AWS refuses calls of an account that makes too many, whoever makes them.

const secret = (password: string): Secret => arbitrarySchema.create("db", { password });

describe("where every second call is throttled", () => {
  it("all operations end right, after waits of their own", async () => {
    const { emulator, client, manager: make } = await emulatorServer({ order: "simulation" });
    let calls = 0;
    let throttled = 0;
    emulator.faults = ({ client: who }) => {
      if (who === "beside") return undefined;
      calls += 1;
      if (calls % 2 === 0) return undefined;
      throttled += 1;
      return { kind: "refuse", error: serviceError("ThrottlingException", 400) };
    };
    const manager = make({}, {});
    const began = emulator.simulation.clock.now();

    const first = await manager.registerSecret(secret("tulip"));
    await manager.registerSecret(arbitrarySchema.create("other", { password: "fern" }));
    expect((await manager.getSecret("db")).revision).toBe(first);
    const second = await manager.updateSecret(secret("dahlia"), { ifRevision: first });
    await manager.updateSecret(secret("aster"));
    await manager.modifySecret("db", (content) => ({ ...content, user: "app" }));
    const history = await manager.getSecretHistory("db");
    await manager.rollbackSecret("db", history[1]?.revision ?? "");
    expect({ ...(await manager.getSecret("db")).content }).toEqual({ password: "aster" });
    await expect(manager.deleteSecret("db", { ifRevision: second })).rejects.toMatchObject({
      code: "REVISION_CONFLICT",
    });
    await manager.deleteSecret("db");
    await manager.undeleteSecret("db");
    expect([...(await manager.getSecrets(["db", "other"])).keys()]).toEqual(["db", "other"]);
    expect(await manager.getAllSecretKeys()).toEqual(["db", "other"]);
    expect(await manager.deleteAllSecrets()).toMatchObject({ deleted: 2 });
    expect(await manager.getAllSecretKeys()).toEqual([]);

    expect(throttled).toBeGreaterThan(40);
    expect(emulator.simulation.clock.now()).toBeGreaterThan(began);
    client.destroy();
  });

  it("many at once, past the rates that AWS documents, all get through", async () => {
    const { emulator, manager: make } = await emulatorServer({
      order: "simulation",
      throttle: "documented",
    });
    const manager = make({}, {});
    const names = Array.from({ length: 120 }, (_, index) => `db-${index}`);
    await Promise.all(
      names.map((name) => manager.registerSecret(arbitrarySchema.create(name, { password: name }))),
    );
    expect(await manager.getAllSecretKeys()).toEqual(names.toSorted());
    expect(emulator.calls.of("CreateSecret")).toBeGreaterThan(names.length);
  });

  it("for good, an operation is THROTTLED in the end, and a write says that nothing was done", async () => {
    const { emulator, manager: make } = await emulatorServer({ order: "simulation" });
    emulator.faults = () => ({
      kind: "refuse",
      error: serviceError("ThrottlingException", 400),
    });
    const manager = make({}, {});
    await expect(manager.getSecret("db")).rejects.toMatchObject({ code: "THROTTLED" });
    await expect(manager.registerSecret(secret("tulip"))).rejects.toMatchObject({
      code: "THROTTLED",
      outcome: "not_applied",
      retry: "safe",
    });
    expect(emulator.calls.of("GetSecretValue")).toBe(manager.config.maxAttempts);
  });
});
