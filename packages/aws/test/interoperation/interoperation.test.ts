import { SecretsProvider } from "@aws-lambda-powertools/parameters/secrets";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { arbitrarySchema } from "@keykist/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AwsSecretsManager } from "../../src/index.ts";
import { servedEmulator } from "../served-emulator.ts";
import { REGION, TEST_CREDENTIALS } from "../test-credentials.ts";
import { awsCli, findAwsCli } from "./aws-cli.ts";
import { findTerraform, terraformReads } from "./terraform.ts";

// Programs that nobody here wrote, at the same secrets.

let server: Awaited<ReturnType<typeof servedEmulator>>;
let manager: AwsSecretsManager;

beforeAll(async () => {
  server = await servedEmulator({ region: REGION });
  manager = server.manager({}, {});
});

afterAll(async () => {
  await manager.close();
  await server.close();
});

const found = findAwsCli();

function cli(...parameters: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  return awsCli(found, server.endpoint, parameters);
}

describe.skipIf(found === undefined)("aws-cli", () => {
  it("makes a secret of JSON, which keykist reads, adopts and changes", async () => {
    const json = '{"user": "app", "port": 5432.0, "tls": true}';
    await cli("create-secret", "--name", "cli/json", "--secret-string", json);
    const content = { user: "app", port: "5432.0", tls: "true" };
    expect({ ...(await manager.getSecret("cli/json")).content }).toEqual(content);
    expect((await manager.describeSecret("cli/json")).owned).toBe(false);
    const secret = arbitrarySchema.create("cli/json", { user: "root" });
    await expect(manager.updateSecret(secret)).rejects.toMatchObject({ code: "NOT_OWNED" });
    await manager.adoptSecret("cli/json", "arbitrary");
    await manager.modifySecret("cli/json", (before) => ({ ...before, user: "root" }));
    const { SecretString } = await cli("get-secret-value", "--secret-id", "cli/json");
    // A number stays a number for its other readers.
    expect(String(SecretString).trimEnd()).toBe('{"user":"root","port":5432.0,"tls":true}');
  });

  it("makes a secret of plain text, which keykist reads as one value, and does not adopt", async () => {
    await cli("create-secret", "--name", "cli/text", "--secret-string", "correct horse");
    await expect(manager.adoptSecret("cli/text", "arbitrary")).rejects.toMatchObject({
      code: "UNSUPPORTED",
    });
    const { content } = await manager.getSecret("cli/text");
    expect({ ...content }).toEqual({ value: "correct horse" });
  });

  it("reads what keykist registered, and sees whose it is", async () => {
    const secret = arbitrarySchema.create("cli/registered", { user: "app", password: "tul\nip" });
    await manager.registerSecret(secret);
    const { SecretString } = await cli("get-secret-value", "--secret-id", "cli/registered");
    const stored: unknown = JSON.parse(String(SecretString));
    expect(stored).toEqual({ user: "app", password: "tul\nip" });
    const { Tags } = await cli("describe-secret", "--secret-id", "cli/registered");
    expect(Tags).toContainEqual({ Key: "keykist:managed", Value: "true" });
    expect(Tags).toContainEqual({ Key: "keykist:schema", Value: "arbitrary" });
  });

  it("changes a value, which a guarded update of keykist does not overwrite", async () => {
    await manager.registerSecret(arbitrarySchema.create("cli/changed", { password: "tulip" }));
    const { revision } = await manager.getSecret("cli/changed");
    const json = '{"password": "by hand"}';
    await cli("put-secret-value", "--secret-id", "cli/changed", "--secret-string", json);
    const secret = arbitrarySchema.create("cli/changed", { password: "dahlia" });
    const update = manager.updateSecret(secret, { ifRevision: revision });
    await expect(update).rejects.toMatchObject({ code: "REVISION_CONFLICT" });
    expect({ ...(await manager.getSecret("cli/changed")).content }).toEqual({
      password: "by hand",
    });
  });

  it("restores what keykist deleted, and reads the value that was", async () => {
    await manager.registerSecret(arbitrarySchema.create("cli/deleted", { password: "tulip" }));
    await manager.deleteSecret("cli/deleted");
    await cli("restore-secret", "--secret-id", "cli/deleted");
    await expect(manager.getSecret("cli/deleted")).rejects.toMatchObject({
      code: "SECRET_NOT_FOUND",
    });
    const { SecretString } = await cli("get-secret-value", "--secret-id", "cli/deleted");
    expect(JSON.parse(String(SecretString))).toEqual({ password: "tulip" });
  });

  it("deletes a secret of keykist's, which is not there then, and comes back by undeleteSecret", async () => {
    await manager.registerSecret(arbitrarySchema.create("cli/gone", { password: "tulip" }));
    await cli("delete-secret", "--secret-id", "cli/gone");
    await expect(manager.getSecret("cli/gone")).rejects.toMatchObject({
      code: "SECRET_NOT_FOUND",
    });
    const again = manager.registerSecret(arbitrarySchema.create("cli/gone", { password: "fern" }));
    await expect(again).rejects.toMatchObject({ code: "SECRET_EXISTS", outcome: "not_applied" });
    await manager.undeleteSecret("cli/gone");
    expect({ ...(await manager.getSecret("cli/gone")).content }).toEqual({ password: "tulip" });
  });
});

describe("Powertools", () => {
  it("reads what keykist registered and updated", async () => {
    await manager.registerSecret(arbitrarySchema.create("powertools", { password: "tulip" }));
    await manager.updateSecret(
      arbitrarySchema.create("powertools", { password: "dahlia", user: "app" }),
    );
    const awsSdkV3Client = new SecretsManagerClient({
      endpoint: server.endpoint,
      region: REGION,
      credentials: TEST_CREDENTIALS,
    });
    const provider = new SecretsProvider({ awsSdkV3Client });
    const read: unknown = await provider.get("powertools", { transform: "json" });
    expect(read).toEqual({ password: "dahlia", user: "app" });
    awsSdkV3Client.destroy();
  });
});

const terraform = findTerraform();

describe.skipIf(terraform === undefined)("terraform", () => {
  it("reads what keykist registered, by its data source", { timeout: 300_000 }, async () => {
    await manager.registerSecret(arbitrarySchema.create("terraform", { password: "tulip" }));
    expect(await terraformReads(terraform, server.endpoint, "terraform")).toEqual({
      password: "tulip",
    });
  });
});
