import {
  BatchGetSecretValueCommand,
  CreateSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from "@aws-sdk/client-secrets-manager";
import { describe, expect, it } from "vitest";
import { AwsEmulator, type AwsEmulatorOptions } from "../../src/aws/index.ts";
import { ending } from "./raw-checks/raw-check.ts";

const create = new CreateSecretCommand({ Name: "db", SecretString: "value" });
const get = new GetSecretValueCommand({ SecretId: "db" });

describe("a denied action", () => {
  it("fails, and no other does", async () => {
    const emulator = new AwsEmulator();
    const client = emulator.client("client");
    await client.send(create);
    emulator.deny(["secretsmanager:PutSecretValue"]);
    const put = new PutSecretValueCommand({ SecretId: "db", SecretString: "new" });
    const denied = client.send(put);
    await expect(denied).rejects.toThrow(
      "not authorized to perform: secretsmanager:PutSecretValue on resource: db",
    );
    await expect(denied).rejects.toMatchObject({
      name: "AccessDeniedException",
      $fault: "client",
    });
    expect(await ending(client.send(get))).toBe("ok");
    emulator.deny([]);
    expect(await ending(client.send(put))).toBe("ok");
  });

  it("is an error beside each value of a batch (“you must have secretsmanager:GetSecretValue for each secret”)", async () => {
    const emulator = new AwsEmulator();
    const client = emulator.client("client");
    await client.send(create);
    emulator.deny(["secretsmanager:GetSecretValue"]);
    const batch = new BatchGetSecretValueCommand({ SecretIdList: ["db"] });
    const { SecretValues, Errors = [] } = await client.send(batch);
    expect(SecretValues).toEqual([]);
    expect(Errors.map(({ ErrorCode }) => ErrorCode)).toEqual(["AccessDeniedException"]);
  });

  it("is that of lists, for a batch by filters (“If you use filters, you must also have secretsmanager:ListSecrets.”)", async () => {
    const emulator = new AwsEmulator();
    emulator.deny(["secretsmanager:ListSecrets"]);
    const Filters = [{ Key: "name" as const, Values: ["db"] }];
    const batch = new BatchGetSecretValueCommand({ Filters });
    expect(await ending(emulator.client("client").send(batch))).toBe("AccessDeniedException");
  });

  it("is that of tags, for a creation with tags (“If you include tags in the secret, you also need secretsmanager:TagResource.”)", async () => {
    const emulator = new AwsEmulator();
    const client = emulator.client("client");
    emulator.deny(["secretsmanager:TagResource"]);
    const tagged = new CreateSecretCommand({
      Name: "tagged",
      SecretString: "value",
      Tags: [{ Key: "k", Value: "v" }],
    });
    expect(await ending(client.send(tagged))).toBe("AccessDeniedException");
    expect(await ending(client.send(create))).toBe("ok");
  });
});

describe("over HTTP, with keys that the emulator knows", () => {
  const known = { accessKeyId: "AKIAKNOWN", secretAccessKey: "right" };
  const temporary = {
    accessKeyId: "ASIATEMPORARY",
    secretAccessKey: "right",
    sessionToken: "session",
  };
  const expired = { ...temporary, accessKeyId: "ASIAEXPIRED", isExpired: true };
  const options: AwsEmulatorOptions = {
    region: "eu-west-1",
    credentials: [known, temporary, expired],
  };

  async function endingAs(
    credentials: SecretsManagerClientConfig["credentials"],
    region = "eu-west-1",
  ): Promise<string> {
    const server = await new AwsEmulator(options).listen();
    const { endpoint } = server;
    const client = new SecretsManagerClient({
      endpoint,
      region,
      maxAttempts: 1,
      ...(credentials !== undefined && { credentials }),
    });
    try {
      return await ending(client.send(new ListSecretsCommand({})));
    } finally {
      client.destroy();
      await server.close();
    }
  }

  it.each([
    ["known keys", known, "ok"],
    ["known temporary keys", temporary, "ok"],
    [
      "keys that it does not know",
      { ...known, accessKeyId: "AKIAOTHER" },
      "UnrecognizedClientException",
    ],
    ["another session", { ...temporary, sessionToken: "other" }, "UnrecognizedClientException"],
    ["a session that is over", expired, "ExpiredTokenException"],
    ["the wrong secret key", { ...known, secretAccessKey: "wrong" }, "InvalidSignatureException"],
  ])("%s end so", async (_who, credentials, expected) => {
    expect(await endingAs(credentials)).toBe(expected);
  });

  it("a signature for another region is refused", async () => {
    expect(await endingAs(known, "us-east-1")).toBe("InvalidSignatureException");
  });

  it("a request without a signature is refused", async () => {
    const server = await new AwsEmulator(options).listen();
    try {
      const answer = await fetch(server.endpoint, {
        method: "POST",
        headers: {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": "secretsmanager.ListSecrets",
        },
        body: "{}",
      });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ __type: "MissingAuthenticationTokenException" });
    } finally {
      await server.close();
    }
  });
});
