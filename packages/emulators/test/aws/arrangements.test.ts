import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { beforeEach, describe, expect, it } from "vitest";
import { AwsEmulator, type AwsEmulatorClient } from "../../src/aws/index.ts";

// What other services and calls that are not modelled give to a secret, and what AWS refuses then.

let emulator: AwsEmulator;
let client: AwsEmulatorClient;

const get = new GetSecretValueCommand({ SecretId: "db" });
const put = new PutSecretValueCommand({ SecretId: "db", SecretString: "new" });
const remove = new DeleteSecretCommand({ SecretId: "db" });
const describeIt = new DescribeSecretCommand({ SecretId: "db" });

beforeEach(async () => {
  emulator = new AwsEmulator();
  client = emulator.client("client");
  await client.send(new CreateSecretCommand({ Name: "db", SecretString: "value" }));
});

describe("a secret with replicas", () => {
  it("shows their regions, and is not deleted while it has them", async () => {
    emulator.arrange("db", { replicaRegions: ["eu-west-2"] });
    expect(await client.send(describeIt)).toMatchObject({
      ReplicationStatus: [{ Region: "eu-west-2", Status: "InSync" }],
    });
    await expect(client.send(remove)).rejects.toMatchObject({ name: "InvalidParameterException" });
    await client.send(put);
    emulator.arrange("db", { replicaRegions: [] });
    await client.send(remove);
  });
});

describe.each([
  [{ owningService: "rds" }, { OwningService: "rds" }],
  [{ primaryRegion: "eu-west-1" }, { PrimaryRegion: "eu-west-1" }],
])("a secret with %j", (arrangement, shown) => {
  it("can be read, and neither changed nor deleted", async () => {
    emulator.arrange("db", arrangement);
    expect(await client.send(describeIt)).toMatchObject(shown);
    expect(await client.send(get)).toMatchObject({ SecretString: "value" });
    for (const send of [
      () => client.send(put),
      () => client.send(remove),
      () => client.send(new RestoreSecretCommand({ SecretId: "db" })),
    ])
      await expect(send()).rejects.toMatchObject({ name: "InvalidRequestException" });
  });
});

it("a resource policy and a rotation are shown", async () => {
  emulator.arrange("db", { resourcePolicy: "{}", rotationEnabled: true });
  expect(await client.send(describeIt)).toMatchObject({ RotationEnabled: true });
  expect(await client.send(new GetResourcePolicyCommand({ SecretId: "db" }))).toMatchObject({
    ResourcePolicy: "{}",
  });
});

describe("permissions", () => {
  it("a policy is one caller's", async () => {
    emulator.setPolicy("client", ["secretsmanager:GetSecretValue"]);
    await client.send(get);
    await expect(client.send(put)).rejects.toMatchObject({ name: "AccessDeniedException" });
    await emulator.client("other").send(put);
    emulator.setPolicy("client", undefined);
    await client.send(put);
  });

  it("a denial leaves out who is excepted, and no policy allows what is denied", async () => {
    emulator.deny(["secretsmanager:GetSecretValue"], { except: ["other"] });
    emulator.setPolicy("client", ["secretsmanager:GetSecretValue"]);
    await expect(client.send(get)).rejects.toMatchObject({ name: "AccessDeniedException" });
    await emulator.client("other").send(get);
  });

  it("the values of a secret with a key of its own need the permission to use that", async () => {
    emulator.deny(["kms:Decrypt", "kms:GenerateDataKey"]);
    await client.send(get);
    emulator.arrange("db", { kmsKeyId: "alias/own" });
    for (const send of [() => client.send(get), () => client.send(put)])
      await expect(send()).rejects.toMatchObject({
        name: "AccessDeniedException",
        message: "Access to KMS is not allowed",
      });
    await client.send(describeIt);
    const create = new CreateSecretCommand({ Name: "x", SecretString: "v", KmsKeyId: "alias/own" });
    await expect(client.send(create)).rejects.toMatchObject({ name: "AccessDeniedException" });
  });
});
