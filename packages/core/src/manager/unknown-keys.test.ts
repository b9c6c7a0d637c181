import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { arbitrarySchema, defineSecretSchema, KeykistError } from "../index.ts";
import { MemorySecretsManager, MemoryStore } from "../memory/index.ts";

const login = defineSecretSchema("login", { user: z.string(), password: z.string().optional() });

describe("a key that the schema does not know", () => {
  let manager: MemorySecretsManager;

  beforeEach(() => {
    const store = new MemoryStore();
    manager = new MemorySecretsManager({}, { store });
    store.plant("db", { user: "app", password: "tulip", added: "in a console" }, { type: "login" });
  });

  it("is refused by default", async () => {
    await expect(manager.getSecret("db", login)).rejects.toMatchObject({ code: "INVALID_KEY" });
    const secrets = await manager.getSecrets(["db"], login);
    expect(KeykistError.is(secrets.get("db"), "INVALID_KEY")).toBe(true);
  });

  it("is left out on request, in a batch too", async () => {
    const secret = await manager.getSecret("db", login, { unknownKeys: "ignore" });
    expect({ ...secret.content }).toEqual({ user: "app", password: "tulip" });
    const secrets = await manager.getSecrets(["db"], login, { unknownKeys: "ignore" });
    expect(secrets.get("db")).toMatchObject({ keys: ["password", "user"] });
  });

  it("is not dropped by writing such a secret back", async () => {
    const secret = await manager.getSecret("db", login, { unknownKeys: "ignore" });
    await expect(manager.updateSecret(secret)).rejects.toMatchObject({ code: "INVALID_VALUE" });
    expect((await manager.getSecret("db", arbitrarySchema)).keys).toContain("added");
  });

  it("leaves a secret without one whole", async () => {
    await manager.registerSecret(login.create("web", { user: "app" }));
    const secret = await manager.getSecret("web", login, { unknownKeys: "ignore" });
    await expect(manager.updateSecret(secret)).resolves.toMatch(/./u);
  });

  it("is left out beside keys that are asked for", async () => {
    const secret = await manager.getSecret("db", login, { keys: ["user"], unknownKeys: "ignore" });
    expect({ ...secret.content }).toEqual({ user: "app" });
  });
});
