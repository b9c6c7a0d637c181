// The package as it is published, with the SDK that npm installs beside it: it loads that when it is used, and tells what
// it meets. What it does with a server, the tests of the repository try.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import test from "node:test";

import { arbitrarySchema, KeykistError } from "@keykist/core";
import DefaultExport, { AwsSecretsManager } from "@keykist/aws";

const region = "eu-west-1";
const credentials = { accessKeyId: "none", secretAccessKey: "none" };

/** An endpoint where nobody listens any more. */
async function closedEndpoint() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  server.close();
  await once(server, "close");
  return `http://127.0.0.1:${address.port}`;
}

test("the class is the default export, and a named one", () => {
  assert.equal(DefaultExport, AwsSecretsManager);
  assert.equal(AwsSecretsManager.FLAVOR, "aws");
  assert.equal(AwsSecretsManager.TYPE, "secrets_manager");
});

test("a configuration that AWS would refuse is INVALID_CONFIG at once", () => {
  assert.throws(
    () => new AwsSecretsManager({ recoveryWindowDays: 3 }),
    (error) => KeykistError.is(error, "INVALID_CONFIG"),
  );
});

test("a server that cannot be reached is UNAVAILABLE, and nothing was written", async () => {
  const endpoint = await closedEndpoint();
  const config = { region, endpoint, maxAttempts: 2 };
  const manager = new AwsSecretsManager(config, { credentials });
  await assert.rejects(
    manager.registerSecret(arbitrarySchema.create("db", { password: "tulip" })),
    (error) =>
      KeykistError.is(error, "UNAVAILABLE") &&
      error.outcome === "not_applied" &&
      !error.message.includes("tulip"),
  );
  await manager.close();
});

test("a secret that AWS could not hold is LIMIT_EXCEEDED before anything is called", async () => {
  const manager = new AwsSecretsManager({ region }, { credentials });
  const secret = arbitrarySchema.create("db", { password: "x".repeat(65_537) });
  await assert.rejects(manager.registerSecret(secret), (error) =>
    KeykistError.is(error, "LIMIT_EXCEEDED"),
  );
  await manager.close();
});
