import {
  CreateSecretCommand,
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
} from "@aws-sdk/client-secrets-manager";
import { describe, expect, it } from "vitest";
import { AwsEmulator } from "../../src/aws/index.ts";

const HOUR = 60 * 60 * 1000;

function token(number: number): string {
  return String(number).padStart(32, "0");
}

/** An emulator whose secret has a hundred versions, from 0 to 99, of which 98 and 99 have labels. */
async function full(): Promise<AwsEmulator> {
  const emulator = new AwsEmulator();
  const client = emulator.client("writer");
  await client.send(
    new CreateSecretCommand({ Name: "db", SecretString: "0", ClientRequestToken: token(0) }),
  );
  for (let number = 1; number < 100; number += 1) await put(emulator, number);
  return emulator;
}

async function put(emulator: AwsEmulator, number: number): Promise<void> {
  await emulator.client("writer").send(
    new PutSecretValueCommand({
      SecretId: "db",
      SecretString: String(number),
      ClientRequestToken: token(number),
    }),
  );
}

async function versions(emulator: AwsEmulator): Promise<number[]> {
  const { Versions = [], NextToken } = await emulator
    .client("reader")
    .send(new ListSecretVersionIdsCommand({ SecretId: "db", IncludeDeprecated: true }));
  expect(NextToken).toBeUndefined();
  return Versions.map(({ VersionId }) => Number(VersionId));
}

describe("a hundred versions", () => {
  it("take no other within 24 hours, and lose nothing (“it keeps all secret versions created in the last 24 hours”)", async () => {
    const emulator = await full();
    await emulator.simulation.wait(23 * HOUR);
    await expect(put(emulator, 100)).rejects.toMatchObject({ name: "LimitExceededException" });
    expect(await versions(emulator)).toEqual(Array.from({ length: 100 }, (_, number) => number));
    const read = new GetSecretValueCommand({ SecretId: "db" });
    expect(await emulator.client("reader").send(read)).toMatchObject({ SecretString: "99" });
  });

  it("lose the oldest to the next one after that (“Secrets Manager keeps 100 of the most recent versions”)", async () => {
    const emulator = await full();
    await emulator.simulation.wait(24 * HOUR);
    await put(emulator, 100);
    await put(emulator, 101);
    expect(await versions(emulator)).toEqual(
      Array.from({ length: 100 }, (_, number) => number + 2),
    );
  });

  it("lose none that has a label, however old it is", async () => {
    const emulator = new AwsEmulator();
    const client = emulator.client("writer");
    await client.send(
      new CreateSecretCommand({ Name: "db", SecretString: "0", ClientRequestToken: token(0) }),
    );
    for (let number = 1; number < 100; number += 1)
      await client.send(
        new PutSecretValueCommand({
          SecretId: "db",
          SecretString: String(number),
          ClientRequestToken: token(number),
          VersionStages: ["staged"],
        }),
      );
    await emulator.simulation.wait(24 * HOUR);
    await put(emulator, 100);
    const left = await versions(emulator);
    expect(left).toHaveLength(100);
    expect(left).toContain(0);
    expect(left).not.toContain(1);
  });

  it("count no put that is repeated", async () => {
    const emulator = await full();
    await expect(put(emulator, 99)).resolves.toBeUndefined();
  });
});
