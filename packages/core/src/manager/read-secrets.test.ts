import { describe, expect, it } from "vitest";
import { MemorySecretsManager } from "../memory/memory-secrets-manager.ts";
import { arbitrarySchema } from "../schemas/arbitrary-schema.ts";

describe("getSecrets", () => {
  it("answers for the names it was given, whatever the caller does to its list meanwhile", async () => {
    const manager = new MemorySecretsManager();
    await manager.registerSecret(arbitrarySchema.create("db", { password: "tulip" }));
    const names = ["db", "queue"];
    const answering = manager.getSecrets(names);
    names.length = 0;
    expect([...(await answering).keys()]).toEqual(["db", "queue"]);
  });
});
