import {
  BatchGetSecretValueCommand,
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
} from "@aws-sdk/client-secrets-manager";
import { describe, expect, it } from "vitest";
import { AwsEmulator, type AwsEmulatorClient } from "../../src/aws/index.ts";
import { ending } from "./raw-checks/raw-check.ts";

// "All Secrets Manager operations are eventually consistent. ListSecrets might not reflect changes from the last five minutes. You
// can get more recent information for a specific secret by calling DescribeSecret."

const FIVE_MINUTES = 5 * 60 * 1000;

async function create(client: AwsEmulatorClient, Name: string): Promise<void> {
  await client.send(new CreateSecretCommand({ Name, SecretString: "old" }));
}

async function put(client: AwsEmulatorClient, SecretString: string): Promise<void> {
  await client.send(new PutSecretValueCommand({ SecretId: "db", SecretString }));
}

async function text(client: AwsEmulatorClient): Promise<string | undefined> {
  return (await client.send(new GetSecretValueCommand({ SecretId: "db" }))).SecretString;
}

async function listed(client: AwsEmulatorClient): Promise<number> {
  return (await client.send(new ListSecretsCommand({}))).SecretList?.length ?? 0;
}

describe("lists", () => {
  it("lag behind by five minutes at most", async () => {
    const emulator = new AwsEmulator({ seed: 3, maximumListLag: FIVE_MINUTES });
    const writer = emulator.client("writer");
    await emulator.simulation.wait(FIVE_MINUTES);
    await create(writer, "db");
    const early = await Promise.all(
      Array.from({ length: 20 }, (_, index) => listed(emulator.client(`early ${index}`))),
    );
    expect(early).toContain(0);
    await emulator.simulation.wait(FIVE_MINUTES);
    const late = await Promise.all(
      Array.from({ length: 20 }, (_, index) => listed(emulator.client(`late ${index}`))),
    );
    expect(new Set(late)).toEqual(new Set([1]));
  });

  it("lag behind where descriptions do not", async () => {
    const emulator = new AwsEmulator({ seed: 3, maximumListLag: FIVE_MINUTES });
    await emulator.simulation.wait(FIVE_MINUTES);
    await create(emulator.client("writer"), "db");
    const reader = emulator.client("reader");
    expect(await listed(reader)).toBe(0);
    expect(await ending(reader.send(new DescribeSecretCommand({ SecretId: "db" })))).toBe("ok");
  });

  it("are whole once all has settled", async () => {
    const emulator = new AwsEmulator({ seed: 3, maximumListLag: FIVE_MINUTES });
    await create(emulator.client("writer"), "db");
    emulator.settle();
    expect(await listed(emulator.client("reader"))).toBe(1);
  });
});

describe("reads", () => {
  it("show what was, and of one client nothing that is older than what it saw", async () => {
    const emulator = new AwsEmulator({ seed: 3, maximumReadLag: 1000 });
    const writer = emulator.client("writer");
    await create(writer, "db");
    await emulator.simulation.wait(1000);
    const values = ["old", "1", "2", "3", "4", "5"];
    const readers = Array.from({ length: 10 }, (_, index) => emulator.client(`reader ${index}`));
    const seen = readers.map((): number[] => []);
    for (const value of values.slice(1)) {
      await put(writer, value);
      await emulator.simulation.wait(100);
      for (const [index, reader] of readers.entries())
        seen[index]?.push(values.indexOf((await text(reader)) ?? ""));
    }
    expect(seen.flat()).toContain(0);
    for (const each of seen) expect(each).toEqual(each.toSorted((a, b) => a - b));
  });

  it("lag behind in batches and descriptions, too", async () => {
    const emulator = new AwsEmulator({ seed: 3, maximumReadLag: 60_000 });
    const writer = emulator.client("writer");
    await emulator.simulation.wait(60_000);
    await create(writer, "db");
    const batch = new BatchGetSecretValueCommand({ SecretIdList: ["db"] });
    const found = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const reader = emulator.client(`reader ${index}`);
        const { SecretValues = [] } = await reader.send(batch);
        return [
          SecretValues.length,
          await ending(reader.send(new DescribeSecretCommand({ SecretId: "db" }))),
        ];
      }),
    );
    expect(found.map(([count]) => count)).toContain(0);
    expect(found.map(([, described]) => described)).toContain("ResourceNotFoundException");
  });

  it("do not make writes see what was: a put of a new secret is taken at once", async () => {
    const emulator = new AwsEmulator({ seed: 3, maximumReadLag: 60_000 });
    await emulator.simulation.wait(60_000);
    await create(emulator.client("writer"), "db");
    expect(await ending(put(emulator.client("other"), "new"))).toBe("ok");
    expect(emulator.secret("db")?.versions.size).toBe(2);
  });
});
