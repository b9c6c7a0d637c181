import { arbitrarySchema, KeykistError } from "@keykist/core";
import { LocalSecretsManager } from "../../../src/index.ts";

// Registers a secret in a store, and prints the code of the error, or "registered". Arguments: the store, its key, `timeoutMs`.

const [file = "", key = "", timeoutMs = ""] = process.argv.slice(2);
const manager = new LocalSecretsManager(
  { file, key, timeoutMs: Number(timeoutMs) },
  { environment: {} },
);
try {
  await manager.registerSecret(arbitrarySchema.create("db", { password: "tulip" }));
  process.stdout.write("registered");
} catch (error) {
  if (!KeykistError.is(error)) throw error;
  process.stdout.write(`${error.code}: ${error.message}`);
}
await manager.close();
