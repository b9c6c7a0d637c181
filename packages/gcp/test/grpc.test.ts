import { arbitrarySchema } from "@keykist/core";
import { GcpEmulator } from "@keykist/emulators/gcp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GcpSecretsManager } from "../src/index.ts";

describe("through Google's client, over gRPC", () => {
  const emulator = new GcpEmulator({ seed: 1, longestJump: 0 });
  let server: Awaited<ReturnType<GcpEmulator["listenGrpc"]>>;

  const warnings: Error[] = [];
  const note = (warning: Error): void => {
    warnings.push(warning);
  };

  beforeAll(async () => {
    process.on("warning", note);
    server = await emulator.listenGrpc();
  });
  afterAll(async () => {
    await server.close();
    process.off("warning", note);
  });

  const open = () =>
    new GcpSecretsManager({
      projectId: "acme",
      apiEndpoint: `http://${server.endpoint}:${server.port}`,
    });

  it("a secret is registered, read, changed, listed, rolled back and deleted", async () => {
    await using manager = open();
    const first = await manager.registerSecret(
      arbitrarySchema.create("db", { user: "app", password: "tulip", empty: "" }),
    );
    await manager.modifySecret("db", ({ user }) => ({ user: user ?? "", password: "dahlia" }));
    const changed = await manager.getSecret("db", arbitrarySchema);
    expect({ ...changed.content }).toEqual({ user: "app", password: "dahlia" });
    expect(await manager.getAllSecretKeys()).toEqual(["db"]);
    await manager.rollbackSecret("db", first);
    const { content } = await manager.getSecret("db", arbitrarySchema);
    expect({ ...content }).toEqual({ user: "app", password: "tulip", empty: "" });
    await manager.deleteSecret("db");
    await expect(manager.getSecret("db")).rejects.toMatchObject({ code: "SECRET_NOT_FOUND" });
  });

  it("what is denied is told with the permission that is missing", async () => {
    await using manager = open();
    emulator.deny(["secretmanager.secrets.create"]);
    const error: unknown = await manager
      .registerSecret(arbitrarySchema.create("denied", { a: "b" }))
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "PERMISSION_DENIED", outcome: "not_applied" });
    expect(Reflect.get(Object(error), "hint")).toContain("secretmanager.secrets.create");
    emulator.deny([]);
  });

  it("no credentials are looked for, here or on the network, whose failure the client warns of", () => {
    expect(warnings).toEqual([]);
  });
});
