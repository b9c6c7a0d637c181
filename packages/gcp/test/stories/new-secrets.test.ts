import { describe, expect, it } from "vitest";
import { headId, keyId } from "../../src/names.ts";
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
