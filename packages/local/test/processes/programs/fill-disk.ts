/**
 * Writes ever larger secrets until there is no more room, then removes one and writes again. Each call is
 * told before, and each answer after.
 */
import { LocalSecretsManager } from "../../../src/index.ts";
import { TEST_KEY } from "../../test-key.ts";
import { filledSecret } from "../filled-secret.ts";
import { argument, failureOf, tell } from "./parent.ts";

const manager = new LocalSecretsManager({ file: argument("file"), key: TEST_KEY });
/** Failures after which it is full enough: small writes still fit where large ones do not. */
let failures = 20;

await manager.registerSecret(filledSecret("secret-0", "room_0"));
tell({ kind: "ready" });
for (let number = 1; failures > 0; number += 1) {
  const name = `secret-${number % 5}`;
  const marker = `room_${number}`;
  const known = (await manager.getAllSecretKeys()).includes(name);
  const secret = filledSecret(name, marker);
  tell({ kind: "call", operation: known ? "updateSecret" : "registerSecret", name, marker });
  try {
    await (known ? manager.updateSecret(secret) : manager.registerSecret(secret));
    tell({ kind: "acknowledged" });
  } catch (error) {
    failures -= 1;
    tell({ kind: "failed", failure: failureOf(error) });
  }
}
await manager.close();
