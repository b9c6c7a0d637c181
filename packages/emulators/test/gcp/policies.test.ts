import { describe, expect, it } from "vitest";
import { GcpEmulator } from "../../src/gcp/index.ts";
import { access, add, create, emulatorWithSecret, NAME, PARENT, statusOf } from "./project.ts";

describe("a client that was granted something", () => {
  it("may do that, and nothing else", async () => {
    const { emulator, client } = await emulatorWithSecret();
    await add(client, "one");
    const reader = emulator.client("reader");
    emulator.allowOnly("reader", [{ permissions: ["secretmanager.versions.access"] }]);
    expect(await statusOf(access(reader, 1))).toBe("OK");
    expect(await statusOf(add(reader, "two"))).toBe("PERMISSION_DENIED");
    expect(await statusOf(reader.listSecrets({ parent: PARENT }))).toBe("PERMISSION_DENIED");
    expect(await statusOf(add(client, "two"))).toBe("OK");
  });

  it("may do it where it was granted", async () => {
    const { emulator, client } = await emulatorWithSecret();
    await add(client, "one");
    const [{ name }] = await client.getSecret({ name: NAME });
    const reader = emulator.client("reader");
    const permissions = ["secretmanager.versions.access"];
    emulator.allowOnly("reader", [{ permissions, resources: name ?? "" }]);
    expect(await statusOf(access(reader, 1))).toBe("OK");
    emulator.allowOnly("reader", [{ permissions, resources: `${name}-other` }]);
    expect(await statusOf(access(reader, 1))).toBe("PERMISSION_DENIED");
  });
});

describe("a policy of the organisation", () => {
  it("lets secrets be created in its locations only, in Google's words", async () => {
    const emulator = new GcpEmulator({ seed: 1 });
    const client = emulator.client("somebody");
    emulator.allowLocations(["europe-west1"]);
    await expect(create(client, "global")).rejects.toThrow(
      /Constraint constraints\/gcp.resourceLocations violated for \[orgpolicy:projects\/\d+\] attempting to create a secret in \[global\]/u,
    );
    const replicas = [{ location: "europe-west1" }];
    const replication = { userManaged: { replicas } };
    await client.createSecret({ parent: PARENT, secretId: "there", secret: { replication } });
    const elsewhere = { parent: `${PARENT}/locations/us-east1`, secretId: "there", secret: {} };
    expect(await statusOf(client.createSecret(elsewhere))).toBe("FAILED_PRECONDITION");
  });
});

describe("a key of Cloud KMS that is disabled", () => {
  it("lets nothing be read or added, until it is enabled again", async () => {
    const emulator = new GcpEmulator({ seed: 1 });
    const client = emulator.client("somebody");
    const kmsKeyName = "projects/p/locations/global/keyRings/r/cryptoKeys/k";
    const replication = { automatic: { customerManagedEncryption: { kmsKeyName } } };
    await client.createSecret({ parent: PARENT, secretId: "db", secret: { replication } });
    await add(client, "one");
    emulator.disableKeys([kmsKeyName]);
    for (const call of [() => access(client, 1), () => add(client, "two")])
      await expect(call()).rejects.toThrow(
        `9 FAILED_PRECONDITION: ${kmsKeyName}/cryptoKeyVersions/1 is not enabled`,
      );
    emulator.disableKeys([]);
    expect(await statusOf(access(client, 1))).toBe("OK");
  });
});
