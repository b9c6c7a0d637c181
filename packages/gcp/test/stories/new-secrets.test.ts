import { describe, expect, it } from "vitest";
import { headId, keyId } from "../../src/names.ts";
import { problemsOf } from "../diagnosis/diagnosed.ts";
import { entriesOf, project, secretOf } from "./project.ts";

const KEY_OF_GLOBAL = "projects/p/locations/global/keyRings/ring/cryptoKeys/key";
const KEY_OF_REGION = "projects/p/locations/europe-west1/keyRings/ring/cryptoKeys/key";
const IDS = [headId("db"), keyId("db", "user")];

describe("the GCP secrets of a new secret", () => {
  it("are encrypted with the key of the configuration, and have its labels", async () => {
    const { manager: open, person } = project();
    const manager = open("writer", { kmsKeyName: KEY_OF_GLOBAL, labels: { team: "payments" } });
    await manager.registerSecret(secretOf("db", { user: "app" }));
    expect(await entriesOf(manager, "db")).toEqual({ user: "app" });
    for (const id of IDS) {
      const [{ labels, replication }] = await person.client.getSecret({
        name: `${person.parent}/secrets/${id}`,
      });
      expect(labels).toMatchObject({ team: "payments" });
      expect(replication?.automatic).toEqual({
        customerManagedEncryption: { kmsKeyName: KEY_OF_GLOBAL },
      });
    }
  });

  it("are in the locations of the configuration, each encrypted with its own key", async () => {
    const { emulator, manager: open, person } = project();
    emulator.allowLocations(["europe-west1", "europe-west4"]);
    const refused = open("refused").registerSecret(secretOf("db", { user: "app" }));
    const hint = expect.stringContaining("set replication to the locations") as unknown;
    await expect(refused).rejects.toMatchObject({
      code: "INVALID_CONFIG",
      outcome: "not_applied",
      hint,
    });
    expect(await person.list()).toEqual([]);
    const replication = { "europe-west1": KEY_OF_REGION, "europe-west4": "" };
    const manager = open("writer", { replication });
    await manager.registerSecret(secretOf("db", { user: "app" }));
    expect(await entriesOf(open("reader"), "db")).toEqual({ user: "app" });
    for (const id of IDS) {
      const [secret] = await person.client.getSecret({ name: `${person.parent}/secrets/${id}` });
      expect(secret.replication?.userManaged?.replicas).toEqual([
        { location: "europe-west1", customerManagedEncryption: { kmsKeyName: KEY_OF_REGION } },
        { location: "europe-west4", customerManagedEncryption: null },
      ]);
    }
  });

  it.each([
    ["a region", { replication: { "europe-west1": "" }, location: "europe-west1" }],
    ["one key for all", { replication: { "europe-west1": "" }, kmsKeyName: KEY_OF_GLOBAL }],
    ["a key that is none", { replication: { "europe-west1": "key" } }],
    ["a location that is none", { replication: { Europe: "" } }],
  ])("locations with %s are refused before anything is sent", (_what, config) => {
    const { manager: open } = project();
    expect(() => open("writer", config)).toThrow(/replication/u);
  });

  it("whose key of Cloud KMS is disabled can be read again when it is enabled, and are not damaged", async () => {
    const { emulator, manager: open } = project();
    const manager = open("writer", { kmsKeyName: KEY_OF_GLOBAL });
    await manager.registerSecret(secretOf("db", { user: "app" }));
    emulator.disableKeys([KEY_OF_GLOBAL]);
    const hint = expect.stringContaining("enable the key version") as unknown;
    const denied = { code: "PERMISSION_DENIED", hint };
    await expect(manager.getSecret("db")).rejects.toMatchObject(denied);
    await expect(manager.updateSecret(secretOf("db", { user: "tulip" }))).rejects.toMatchObject({
      ...denied,
      outcome: "not_applied",
    });
    expect(await problemsOf(open("doctor"))).toMatchObject([{ code: "PERMISSION_DENIED" }]);
    emulator.disableKeys([]);
    expect(await entriesOf(manager, "db")).toEqual({ user: "app" });
  });

  it("are in the region of the configuration, and apart from global ones of the same name", async () => {
    const { manager: open, person } = project();
    const regional = open("regional", { location: "europe-west1", kmsKeyName: KEY_OF_REGION });
    const global = open("global");
    await regional.registerSecret(secretOf("db", { user: "in Europe" }));
    expect(await person.list()).toEqual([]);
    expect(await global.getAllSecretKeys()).toEqual([]);

    await global.registerSecret(secretOf("db", { user: "anywhere" }));
    expect(await entriesOf(regional, "db")).toEqual({ user: "in Europe" });
    expect(await regional.getAllSecretKeys()).toEqual(["db"]);
    for (const id of IDS) {
      const [{ customerManagedEncryption, replication }] = await person.client.getSecret({
        name: `${person.parent}/locations/europe-west1/secrets/${id}`,
      });
      expect(customerManagedEncryption).toEqual({ kmsKeyName: KEY_OF_REGION });
      // A regional secret is kept where it is: https://cloud.google.com/secret-manager/regional-secrets/create-regional-secret.
      expect(replication).toBeNull();
    }
  });
});
