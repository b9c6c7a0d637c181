import { describe, expect, it } from "vitest";
import { PARENT, NAME, REPLICATION, emulatorWithSecret, add, access, statusOf } from "./project.ts";

describe("secrets of a location", () => {
  const parent = `${PARENT}/locations/europe-west3`;

  it("are apart from the global ones, and have no replication policy", async () => {
    const { client } = await emulatorWithSecret();
    const refused = client.createSecret({
      parent,
      secretId: "db",
      secret: { replication: REPLICATION },
    });
    expect(await statusOf(refused)).toBe("INVALID_ARGUMENT");
    await client.createSecret({ parent, secretId: "db", secret: { labels: { of: "location" } } });
    await add(client, "regional", `${parent}/secrets/db`);
    const [secrets] = await client.listSecrets({ parent });
    expect(secrets).toHaveLength(1);
    expect(secrets[0]?.labels).toEqual({ of: "location" });
    expect(await statusOf(access(client, 1))).toBe("NOT_FOUND");
  });
});

describe("names", () => {
  it("are answered with the number of the project, and taken with it or the id", async () => {
    const { client } = await emulatorWithSecret();
    const [{ name }] = await client.getSecret({ name: NAME });
    expect(name).toMatch(/^projects\/\d+\/secrets\/db$/);
    const [again] = await client.getSecret({ name: name ?? "" });
    expect(again.name).toBe(name);
  });
});
