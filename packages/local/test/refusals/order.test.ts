import { arbitrarySchema, defineSecretSchema, type SecretsManager } from "@keykist/core";
import { MemorySecretsManager } from "@keykist/core/memory";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { StoreFolder } from "../processes/store-folder.ts";

const login = defineSecretSchema("login", { password: z.string() });
const secret = login.create("db", { password: "tulip" });
const otherType = arbitrarySchema.create("db", { password: "rose" });

// Of several refusals that fit, the first of: absent, not owned, another type, another revision.

describe.each([
  ["local", (folder: StoreFolder): SecretsManager => folder.manager()],
  ["memory", (): SecretsManager => new MemorySecretsManager()],
])("a write to a %s manager that is refused for several reasons", (_flavor, open) => {
  it("is SECRET_NOT_FOUND if there is no secret, whatever the type and revision", async () => {
    await using folder = await StoreFolder.make();
    await using manager = open(folder);
    await expect(manager.updateSecret(otherType, { ifRevision: "stale" })).rejects.toMatchObject({
      code: "SECRET_NOT_FOUND",
      outcome: "not_applied",
    });
  });

  it("is SCHEMA_MISMATCH if both the type and the revision are others", async () => {
    await using folder = await StoreFolder.make();
    await using manager = open(folder);
    const stale = await manager.registerSecret(secret);
    await manager.updateSecret(secret);
    await expect(manager.updateSecret(otherType, { ifRevision: stale })).rejects.toMatchObject({
      code: "SCHEMA_MISMATCH",
      outcome: "not_applied",
    });
    await expect(manager.updateSecret(secret, { ifRevision: stale })).rejects.toMatchObject({
      code: "REVISION_CONFLICT",
    });
  });
});
