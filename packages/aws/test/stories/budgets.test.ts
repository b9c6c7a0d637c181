import {
  arbitrarySchema,
  KeykistError,
  type Secret,
  type SecretSchema,
  SecretSchemaRegistry,
} from "@keykist/core";
import type { AwsEmulator } from "@keykist/emulators/aws";
import { beforeEach, describe, expect, it } from "vitest";
import type { AwsSecretsManager } from "../../src/index.ts";
import { emulatorServer } from "../emulator-server.ts";

// What each operation costs in calls, as the backend counts them, where nobody else writes.

let emulator: AwsEmulator;
let manager: AwsSecretsManager;
let schema: SecretSchema;

const secret = (name: string, password = "tulip"): Secret<object> =>
  schema.create(name, { username: "app", password });

beforeEach(async () => {
  const server = await emulatorServer({ order: "suite" });
  ({ emulator } = server);
  manager = server.manager({}, {});
  schema = await new SecretSchemaRegistry().get("basic_auth");
  await manager.registerSecret(secret("db"));
});

/** The calls that something makes, by name. */
async function callsOf(work: () => Promise<unknown>): Promise<Record<string, number>> {
  emulator.calls.reset();
  await work();
  return emulator.calls.toJSON();
}

describe("the calls of", () => {
  it("register: 1", async () => {
    expect(await callsOf(() => manager.registerSecret(secret("other")))).toEqual({
      CreateSecret: 1,
    });
  });

  it("get: 1 with a schema, 2 without", async () => {
    expect(await callsOf(() => manager.getSecret("db", schema))).toEqual({ GetSecretValue: 1 });
    expect(await callsOf(() => manager.getSecret("db"))).toEqual({
      DescribeSecret: 1,
      GetSecretValue: 1,
    });
  });

  it("get with a schema, after updates: 1", async () => {
    const revision = await manager.updateSecret(secret("db", "dahlia"));
    await manager.updateSecret(secret("db", "aster"), { ifRevision: revision });
    expect(await callsOf(() => manager.getSecret("db", schema))).toEqual({ GetSecretValue: 1 });
  });

  it("get with the schema of another type: 2, and it is a mismatch", async () => {
    const other = await new SecretSchemaRegistry().get("api_key");
    const get = async (): Promise<void> => {
      await expect(manager.getSecret("db", other)).rejects.toMatchObject({
        code: "SCHEMA_MISMATCH",
      });
    };
    expect(await callsOf(get)).toEqual({ DescribeSecret: 1, GetSecretValue: 1 });
  });

  it("update: 2, guarded 3", async () => {
    expect(await callsOf(() => manager.updateSecret(secret("db", "dahlia")))).toEqual({
      DescribeSecret: 1,
      PutSecretValue: 1,
    });
    const { revision: ifRevision } = await manager.getSecret("db", schema);
    expect(await callsOf(() => manager.updateSecret(secret("db"), { ifRevision }))).toEqual({
      DescribeSecret: 1,
      PutSecretValue: 1,
      UpdateSecretVersionStage: 1,
    });
  });

  it("a guarded update that has lost already: 1, and no version", async () => {
    const stale = await manager.getSecret("db", schema);
    await manager.updateSecret(secret("db", "dahlia"));
    const update = async (): Promise<void> => {
      const write = manager.updateSecret(secret("db"), { ifRevision: stale.revision });
      await expect(write).rejects.toMatchObject({ code: "REVISION_CONFLICT" });
    };
    expect(await callsOf(update)).toEqual({ DescribeSecret: 1 });
  });

  it("delete: 4, guarded 5", async () => {
    await manager.registerSecret(secret("other"));
    expect(await callsOf(() => manager.deleteSecret("other"))).toEqual({
      DeleteSecret: 1,
      DescribeSecret: 1,
      GetSecretValue: 1,
      PutSecretValue: 1,
    });
    const { revision: ifRevision } = await manager.getSecret("db", schema);
    expect(await callsOf(() => manager.deleteSecret("db", { ifRevision }))).toEqual({
      DeleteSecret: 1,
      DescribeSecret: 1,
      GetSecretValue: 1,
      PutSecretValue: 1,
      UpdateSecretVersionStage: 1,
    });
  });

  it("getSecrets of 50, with a schema: 3", async () => {
    const names = Array.from({ length: 50 }, (_, index) => `many/${index}`);
    for (const name of names) await manager.registerSecret(secret(name));
    const get = async (): Promise<void> => {
      const answers = await manager.getSecrets(names, schema);
      expect([...answers.keys()]).toEqual(names);
      expect([...answers.values()].filter((answer) => KeykistError.is(answer))).toEqual([]);
    };
    expect(await callsOf(get)).toEqual({ BatchGetSecretValue: 3 });
  });

  it("getSecrets of names that are not there: those of the batch alone", async () => {
    expect(await callsOf(() => manager.getSecrets(["a", "b", "c"], schema))).toEqual({
      BatchGetSecretValue: 1,
    });
  });

  it("list: one for each page", async () => {
    const names = Array.from({ length: 250 }, (_, index) => `many/${index}`);
    for (const name of names)
      await manager.registerSecret(arbitrarySchema.create(name, { password: "tulip" }));
    expect(await callsOf(() => manager.getAllSecretKeys())).toEqual({ ListSecrets: 3 });
  });
});
