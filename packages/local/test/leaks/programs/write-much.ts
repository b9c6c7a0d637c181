import { arbitrarySchema } from "@keykist/core";
import { LocalSecretsManager } from "../../../src/index.ts";

// Registers, updates and deletes secrets with the value in KEYKIST_TEST_CANARY, short and long.
const { KEYKIST_TEST_CANARY: canary = "", KEYKIST_TEST_FILE: file = "" } = process.env;
await using manager = new LocalSecretsManager({ file }, { announce: () => undefined });
for (let round = 0; round < 12; round += 1) {
  const value = `${round} ${canary} `.repeat(round % 2 === 0 ? 1 : 400);
  await manager.registerSecret(arbitrarySchema.create("db", { password: value }));
  await manager.updateSecret(arbitrarySchema.create("db", { password: `${value}!` }));
  await manager.modifySecret("db", (content) => ({ ...content, token: canary }));
  await manager.getAllSecretKeys();
  await manager.deleteSecret("db");
}
await manager.registerSecret(arbitrarySchema.create("kept", { password: canary }));
