import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { arbitrarySchema, secretFromEntries } from "@keykist/core";
import { TemplateSecretsManager } from "../src/index.ts";

test("an update of another type and with a stale revision is refused for its type", async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), "keykist-template-"));
  t.after(() => rm(folder, { recursive: true }));
  await using manager = new TemplateSecretsManager({ folder });
  const secret = arbitrarySchema.create("db", { password: "tulip" });
  const stale = await manager.registerSecret(secret);
  await manager.updateSecret(secret);

  const api = secretFromEntries({
    name: "db",
    type: "api_key",
    entries: new Map([["api_key", "rose"]]),
  });
  await assert.rejects(manager.updateSecret(api, { ifRevision: stale }), {
    code: "SCHEMA_MISMATCH",
  });
  await assert.rejects(manager.updateSecret(secret, { ifRevision: stale }), {
    code: "REVISION_CONFLICT",
  });
  await assert.rejects(manager.deleteSecret("db", { ifRevision: stale }), {
    code: "REVISION_CONFLICT",
  });
});
