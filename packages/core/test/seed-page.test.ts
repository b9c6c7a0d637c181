import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { defineSecretSchema, registerSecretSchema } from "../src/index.ts";
import { MemorySecretsManager } from "../src/memory/index.ts";

// The page "Develop a Custom Secrets Manager" of ZenML's documentation, as a test that reads like it.

const exampleSchema = registerSecretSchema(
  defineSecretSchema("example", {
    username: z.string(),
    password: z.string(),
    token: z.string().optional(),
  }),
);

describe("the seed page", () => {
  let manager: MemorySecretsManager;

  beforeEach(() => {
    manager = new MemorySecretsManager();
  });

  it("defines a schema: TYPE, required keys and optional keys", () => {
    expect(exampleSchema.TYPE).toBe("example");
    expect(exampleSchema.requiredKeys).toEqual(["password", "username"]);
    expect(exampleSchema.optionalKeys).toEqual(["token"]);
  });

  it("registers the schema: the same one again is fine, another of its type is not", () => {
    expect(registerSecretSchema(exampleSchema)).toBe(exampleSchema);
    const other = defineSecretSchema("example", { other: z.string() });
    expect(() => registerSecretSchema(other)).toThrow(
      expect.objectContaining({ code: "SCHEMA_EXISTS" }),
    );
  });

  it("leaves an unset optional key out of the content", () => {
    const secret = exampleSchema.create("prod-db", { username: "app", password: "pass" });
    expect({ ...secret.content }).toEqual({ username: "app", password: "pass" });
    expect("token" in secret.content).toBe(false);
    expect("name" in secret.content).toBe(false);
  });

  it("registers, gets, lists, updates and deletes a secret", async () => {
    await manager.registerSecret(
      exampleSchema.create("prod-db", { username: "app", password: "pass" }),
    );

    const secret = await manager.getSecret("prod-db", exampleSchema);
    expect(secret.content.username).toBe("app");
    expect(secret.content.token).toBeUndefined();

    expect(await manager.getAllSecretKeys()).toEqual(["prod-db"]);

    await manager.updateSecret(
      exampleSchema.create("prod-db", { username: "app", password: "new", token: "t" }),
    );
    expect({ ...(await manager.getSecret("prod-db", exampleSchema)).content }).toEqual({
      username: "app",
      password: "new",
      token: "t",
    });

    await manager.deleteSecret("prod-db");
    expect(await manager.getAllSecretKeys()).toEqual([]);
  });

  it("deletes all secrets", async () => {
    for (const name of ["a", "b", "c"]) {
      await manager.registerSecret(
        exampleSchema.create(name, { username: name, password: "pass" }),
      );
    }
    expect((await manager.deleteAllSecrets()).deleted).toBe(3);
    expect(await manager.getAllSecretKeys()).toEqual([]);
  });
});
