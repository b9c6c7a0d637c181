import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  RestoreSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { describe, expect, it } from "vitest";
import { AwsEmulator, type AwsEmulatorClient } from "../../src/aws/index.ts";
import { ending } from "./raw-checks/raw-check.ts";

const DAY = 24 * 60 * 60 * 1000;
const create = new CreateSecretCommand({ Name: "db", SecretString: "value" });

async function withSecret(
  emulator = new AwsEmulator({ maximumDeletionTime: 10_000 }),
): Promise<{ emulator: AwsEmulator; client: AwsEmulatorClient }> {
  const client = emulator.client("client");
  await client.send(create);
  return { emulator, client };
}

describe("a deletion with a window", () => {
  it("is over when the window is (“At the end of the recovery window, Secrets Manager deletes the secret permanently.”)", async () => {
    const { emulator, client } = await withSecret();
    await client.send(new DeleteSecretCommand({ SecretId: "db", RecoveryWindowInDays: 7 }));
    await emulator.simulation.wait(7 * DAY);
    expect(await ending(client.send(new DescribeSecretCommand({ SecretId: "db" })))).toBe(
      "ResourceNotFoundException",
    );
    expect(await ending(client.send(new RestoreSecretCommand({ SecretId: "db" })))).toBe(
      "ResourceNotFoundException",
    );
    expect(await ending(client.send(create))).toBe("ok");
  });

  it("is taken back a moment before (“At any time before recovery window ends, you can use RestoreSecret”)", async () => {
    const { emulator, client } = await withSecret();
    await client.send(new DeleteSecretCommand({ SecretId: "db", RecoveryWindowInDays: 7 }));
    await emulator.simulation.wait(7 * DAY - 10_000);
    expect(await ending(client.send(new RestoreSecretCommand({ SecretId: "db" })))).toBe("ok");
    await emulator.simulation.wait(DAY);
    expect(await ending(client.send(new GetSecretValueCommand({ SecretId: "db" })))).toBe("ok");
  });
});

describe("a deletion by force", () => {
  const force = new DeleteSecretCommand({ SecretId: "db", ForceDeleteWithoutRecovery: true });

  it("takes a while (“there might be a short delay before the secret is permanently deleted”)", async () => {
    const { emulator, client } = await withSecret();
    await client.send(force);
    expect(await ending(client.send(create))).toBe("InvalidRequestException");
    expect(await ending(client.send(new GetSecretValueCommand({ SecretId: "db" })))).toBe(
      "InvalidRequestException",
    );
    await emulator.simulation.wait(10_000);
    expect(await ending(client.send(new GetSecretValueCommand({ SecretId: "db" })))).toBe(
      "ResourceNotFoundException",
    );
    expect(await ending(client.send(create))).toBe("ok");
  });

  it("is not taken back (“you have no opportunity to recover the secret”)", async () => {
    const { client } = await withSecret();
    await client.send(force);
    expect(await ending(client.send(new RestoreSecretCommand({ SecretId: "db" })))).toBe(
      "InvalidRequestException",
    );
  });

  it("is on no list while it is under way", async () => {
    const { client } = await withSecret();
    await client.send(force);
    const all = new ListSecretsCommand({ IncludePlannedDeletion: true });
    expect((await client.send(all)).SecretList).toEqual([]);
  });

  it("does not begin again when it is asked for again", async () => {
    const { emulator, client } = await withSecret();
    await client.send(force);
    const before = emulator.secret("db");
    await client.send(force);
    expect(emulator.secret("db")).toEqual(before);
  });

  it("is at once where it is to take no time", async () => {
    const { client } = await withSecret(new AwsEmulator({ maximumDeletionTime: 0 }));
    await client.send(force);
    expect(await ending(client.send(create))).toBe("ok");
  });
});
