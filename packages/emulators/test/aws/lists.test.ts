import {
  BatchGetSecretValueCommand,
  CreateSecretCommand,
  DeleteSecretCommand,
  ListSecretsCommand,
  ListSecretVersionIdsCommand,
} from "@aws-sdk/client-secrets-manager";
import { describe, expect, it } from "vitest";
import {
  AwsEmulator,
  type AwsEmulatorClient,
  type AwsEmulatorOptions,
} from "../../src/aws/index.ts";
import { ending } from "./raw-checks/raw-check.ts";

async function withSecrets(
  count: number,
  given: AwsEmulator | AwsEmulatorOptions = {},
): Promise<AwsEmulatorClient> {
  const emulator = given instanceof AwsEmulator ? given : new AwsEmulator(given);
  const client = emulator.client("client");
  for (let number = 0; number < count; number += 1)
    await client.send(
      new CreateSecretCommand({ Name: nameOf(number), SecretString: String(number) }),
    );
  return client;
}

function nameOf(number: number): string {
  return `secret/${String(number).padStart(4, "0")}`;
}

/** All pages of a list: of each, the names. */
async function pages(client: AwsEmulatorClient, MaxResults = 100): Promise<string[][]> {
  const all: string[][] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new ListSecretsCommand({ MaxResults, ...(NextToken !== undefined && { NextToken }) }),
    );
    all.push((page.SecretList ?? []).map(({ Name = "" }) => Name));
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  return all;
}

describe("a list of many", () => {
  it("has each of 1 000 secrets once, the newest first", async () => {
    const listed = (await pages(await withSecrets(1000))).flat();
    expect(listed).toEqual(Array.from({ length: 1000 }, (_, index) => nameOf(999 - index)));
  });

  it("has no last page that is empty", async () => {
    expect((await pages(await withSecrets(4), 2)).map((page) => page.length)).toEqual([2, 2]);
  });
});

describe("empty pages (“This can occur even when the response includes no values at all”)", () => {
  it("stand between others, and hide nothing", async () => {
    const all = await pages(await withSecrets(20, { emptyPages: 0.5 }), 2);
    expect(all.some((page) => page.length === 0)).toBe(true);
    expect(all.flat()).toHaveLength(20);
  });

  it("never are two in a row, so that a list ends", async () => {
    const all = await pages(await withSecrets(4, { emptyPages: 1 }), 2);
    expect(all.map((page) => page.length)).toEqual([0, 2, 0, 2]);
  });

  it.each([
    ["empty", [0, 2, 2]],
    ["half", [1, 2, 1]],
  ] as const)("come where a test asks for one that is %s, once", async (filling, lengths) => {
    const emulator = new AwsEmulator();
    const client = await withSecrets(4, emulator);
    emulator.nextPage = filling;
    expect((await pages(client, 2)).map((page) => page.length)).toEqual(lengths);
    expect((await pages(client, 2)).map((page) => page.length)).toEqual([2, 2]);
  });

  it("come in batches by filters, too", async () => {
    const client = await withSecrets(2, { emptyPages: 1 });
    const Filters = [{ Key: "name" as const, Values: ["secret/"] }];
    const first = await client.send(new BatchGetSecretValueCommand({ Filters }));
    expect(first.SecretValues).toEqual([]);
    const { NextToken } = first;
    const second = await client.send(
      new BatchGetSecretValueCommand({ Filters, ...(NextToken !== undefined && { NextToken }) }),
    );
    expect(second.SecretValues).toHaveLength(2);
  });
});

describe("a token", () => {
  it("goes on after its secret, though that was deleted", async () => {
    const client = await withSecrets(4);
    const first = await client.send(new ListSecretsCommand({ MaxResults: 2 }));
    for (const { Name } of first.SecretList ?? [])
      await client.send(new DeleteSecretCommand({ SecretId: Name }));
    const { NextToken } = first;
    const second = await client.send(
      new ListSecretsCommand({ MaxResults: 2, ...(NextToken !== undefined && { NextToken }) }),
    );
    expect((second.SecretList ?? []).map(({ Name }) => Name)).toEqual([nameOf(1), nameOf(0)]);
  });

  it("of another list is refused", async () => {
    const client = await withSecrets(3);
    const { NextToken = "" } = await client.send(new ListSecretsCommand({ MaxResults: 1 }));
    const Filters = [{ Key: "name" as const, Values: ["secret"] }];
    for (const call of [
      client.send(new ListSecretsCommand({ Filters, NextToken })),
      client.send(new BatchGetSecretValueCommand({ Filters, NextToken })),
      client.send(new ListSecretVersionIdsCommand({ SecretId: nameOf(0), NextToken })),
    ])
      expect(await ending(call)).toBe("InvalidNextTokenException");
  });

  it("that was changed is refused", async () => {
    const client = await withSecrets(3);
    const { NextToken = "" } = await client.send(new ListSecretsCommand({ MaxResults: 1 }));
    const changed = `${NextToken.slice(0, 30)}${NextToken[30] === "A" ? "B" : "A"}${NextToken.slice(31)}`;
    const call = client.send(new ListSecretsCommand({ NextToken: changed }));
    expect(await ending(call)).toBe("InvalidNextTokenException");
  });
});
