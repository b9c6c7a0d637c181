import {
  CreateSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
} from "@aws-sdk/client-secrets-manager";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { describe, expect, it } from "vitest";
import { AwsEmulator, ServiceError } from "../../src/aws/index.ts";
import { ending } from "./raw-checks/raw-check.ts";
import { CREDENTIALS, withServed } from "./served.ts";

const create = new CreateSecretCommand({ Name: "db", SecretString: "value" });
const get = new GetSecretValueCommand({ SecretId: "db" });
const put = new PutSecretValueCommand({ SecretId: "db", SecretString: "new" });

/** A request by hand, as no SDK sends it. */
async function post(
  endpoint: string,
  { target, body }: { readonly target: string; readonly body: string },
): Promise<{ status: number; type: string | null; answer: unknown }> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/us-east-1/secretsmanager/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": target,
    },
    body,
  });
  const { status, headers } = response;
  return { status, type: headers.get("content-type"), answer: await response.json() };
}

/** What clients saw who did the same at the same time, and what was left. */
async function run(seed: number): Promise<string> {
  const emulator = new AwsEmulator({
    seed,
    latency: 20,
    maximumReadLag: 100,
    maximumListLag: 1000,
    emptyPages: 0.3,
  });
  await emulator.client("first").send(create);
  const results = await Promise.all(
    Array.from({ length: 8 }, async (_, index) => {
      const client = emulator.client(`client ${index}`);
      const { VersionId } = await client.send(put);
      const read = await ending(client.send(get));
      const { SecretList = [] } = await client.send(new ListSecretsCommand({}));
      return [VersionId, read, SecretList.length];
    }),
  );
  const versions = [...(emulator.secret("db")?.versions.keys() ?? [])];
  return JSON.stringify([results, versions]);
}

describe("AWS JSON 1.1", () => {
  it("has dates in seconds and bytes in base64", async () => {
    await withServed({}, async ({ endpoint, client, emulator }) => {
      const SecretBinary = new Uint8Array([0, 255]);
      await client.send(new CreateSecretCommand({ Name: "db", SecretBinary }));
      const body = JSON.stringify({ SecretId: "db" });
      const { status, type, answer } = await post(endpoint, {
        target: "secretsmanager.GetSecretValue",
        body,
      });
      expect({ status, type }).toEqual({ status: 200, type: "application/x-amz-json-1.1" });
      const createdAt = Number(emulator.secret("db")?.createdAt) / 1000;
      expect(answer).toMatchObject({ SecretBinary: "AP8=", CreatedDate: createdAt });
    });
  });

  it("names an error by its type", async () => {
    await withServed({}, async ({ endpoint }) => {
      const body = JSON.stringify({ SecretId: "db" });
      expect(await post(endpoint, { target: "secretsmanager.GetSecretValue", body })).toMatchObject(
        {
          status: 400,
          answer: {
            __type: "ResourceNotFoundException",
            Message: "Secrets Manager can't find the specified secret.",
          },
        },
      );
    });
  });

  it("refuses a version without a token (“you must generate a ClientRequestToken and include it in the request”)", async () => {
    await withServed({}, async ({ endpoint }) => {
      const body = JSON.stringify({ Name: "db", SecretString: "value" });
      expect(await post(endpoint, { target: "secretsmanager.CreateSecret", body })).toMatchObject({
        status: 400,
        answer: { __type: "InvalidRequestException" },
      });
    });
  });

  it.each([
    ["what is no JSON", "secretsmanager.ListSecrets", "no JSON", "ValidationException"],
    ["what is no object", "secretsmanager.ListSecrets", "[]", "ValidationException"],
    [
      "a value of another type",
      "secretsmanager.ListSecrets",
      '{"MaxResults":"5"}',
      "ValidationException",
    ],
    ["an operation of another service", "kms.Encrypt", "{}", "UnknownOperationException"],
  ])("refuses %s", async (_what, target, body, expected) => {
    await withServed({}, async ({ endpoint }) => {
      expect((await post(endpoint, { target, body })).answer).toMatchObject({ __type: expected });
    });
  });
});

describe("what is not modelled", () => {
  const password = new GetRandomPasswordCommand({});
  const replicated = new CreateSecretCommand({
    Name: "db",
    SecretString: "value",
    AddReplicaRegions: [{ Region: "eu-west-1" }],
  });

  it("fails so that nobody takes it for AWS, over HTTP and in the process", async () => {
    await withServed({}, async ({ client, emulator }) => {
      for (const each of [client, emulator.client("in process")]) {
        await expect(each.send(password)).rejects.toMatchObject({
          name: "NotModelledByEmulator",
          message: "the emulator does not model the operation GetRandomPassword",
        });
        await expect(each.send(replicated)).rejects.toMatchObject({
          name: "NotModelledByEmulator",
          message: "the emulator does not model the parameter AddReplicaRegions of CreateSecret",
        });
      }
      expect(emulator.secret("db")).toBeUndefined();
    });
  });
});

describe("what goes wrong", () => {
  it("is an error of the service that a fault names", async () => {
    await withServed({}, async ({ client, emulator }) => {
      emulator.faults = () => ({
        kind: "refuse",
        error: new ServiceError("ThrottlingException", "Rate exceeded"),
      });
      await expect(client.send(create)).rejects.toMatchObject({
        name: "ThrottlingException",
        $metadata: { httpStatusCode: 400 },
      });
      expect(emulator.secret("db")).toBeUndefined();
    });
  });

  it("is a broken connection for any other error, after the effect where the answer is lost", async () => {
    await withServed({}, async ({ client, emulator }) => {
      emulator.faults = () => ({ kind: "lose answer", error: new Error("lost") });
      expect(await ending(client.send(create))).not.toBe("ok");
      expect(emulator.secret("db")?.versions.size).toBe(1);
    });
  });

  it("is no answer, until the client gives up", async () => {
    await withServed({}, async ({ client, emulator }) => {
      emulator.faults = () => ({ kind: "hang", when: "after" });
      const abort = new AbortController();
      const sent = ending(client.send(create, { abortSignal: abort.signal }));
      while (emulator.secret("db") === undefined)
        await new Promise((resolve) => {
          setTimeout(resolve, 5);
        });
      abort.abort();
      expect(await sent).toBe("AbortError");
    });
  });

  it("ends in an AbortError in the process, too, whatever the reason", async () => {
    const emulator = new AwsEmulator({ faults: () => ({ kind: "hang", when: "before" }) });
    const abort = new AbortController();
    const sent = ending(emulator.client("client").send(create, { abortSignal: abort.signal }));
    abort.abort(new Error("enough"));
    expect(await sent).toBe("AbortError");
  });

  it("is repaired by the SDK's own tries, whose token makes them one", async () => {
    await withServed({}, async ({ client, emulator, another }) => {
      await client.send(create);
      emulator.faults = ({ name, number }) =>
        name === "PutSecretValue" && number === 1
          ? { kind: "lose answer", error: new Error("lost") }
          : undefined;
      const retrying = another({ maxAttempts: 2 });
      expect(await ending(retrying.send(put))).toBe("ok");
      expect(emulator.calls.of("PutSecretValue")).toBe(2);
      expect(emulator.secret("db")?.versions.size).toBe(2);
    });
  });
});

describe("the emulator", () => {
  it("counts calls by name, those over HTTP and those in the process", async () => {
    await withServed({}, async ({ client, emulator }) => {
      await client.send(create);
      await client.send(get);
      await emulator.client("in process").send(get);
      await ending(client.send(new GetSecretValueCommand({ SecretId: "other" })));
      expect(emulator.calls.toJSON()).toEqual({ CreateSecret: 1, GetSecretValue: 3 });
    });
  });

  it("lets real time pass for whoever comes over HTTP", async () => {
    await withServed({ throttle: { ListSecrets: 10 } }, async ({ client }) => {
      const list = new ListSecretsCommand({});
      const burst = await Promise.all(Array.from({ length: 30 }, () => ending(client.send(list))));
      expect(burst).toContain("ThrottlingException");
      while ((await ending(client.send(list))) !== "ok")
        await new Promise((resolve) => {
          setTimeout(resolve, 20);
        });
    });
  });

  it("does the same again with the same seed", async () => {
    expect(await run(1)).toBe(await run(1));
    expect(await run(1)).not.toBe(await run(2));
  });
});

describe("STS, at the same address", () => {
  it("says whose keys they are", async () => {
    await withServed({}, async ({ endpoint }) => {
      const sts = new STSClient({ endpoint, region: "us-east-1", credentials: CREDENTIALS });
      expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
        Account: "123456789012",
        Arn: "arn:aws:iam::123456789012:user/keykist",
        UserId: "AKIATEST",
      });
      sts.destroy();
    });
  });

  it("refuses keys that are not known, by its own names", async () => {
    await withServed({ credentials: [] }, async ({ endpoint }) => {
      const sts = new STSClient({ endpoint, region: "us-east-1", credentials: CREDENTIALS });
      expect(await ending(sts.send(new GetCallerIdentityCommand({})))).toBe("InvalidClientTokenId");
      sts.destroy();
    });
  });
});
