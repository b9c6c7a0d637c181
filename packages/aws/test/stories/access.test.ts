import { arbitrarySchema, KeykistError } from "@keykist/core";
import { AwsEmulator, type AwsHttpServer } from "@keykist/emulators/aws";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AwsCredentials, AwsSecretsManager } from "../../src/index.ts";

// Who may do what: over HTTP, with signatures that are checked.

const region = "eu-west-1";
const known = { accessKeyId: "AKIAKNOWN", secretAccessKey: "known" };
const expired = {
  accessKeyId: "ASIAEXPIRED",
  secretAccessKey: "expired",
  sessionToken: "session",
};

let emulator: AwsEmulator;
let server: AwsHttpServer;
const managers: AwsSecretsManager[] = [];

beforeEach(async () => {
  emulator = new AwsEmulator({ region, credentials: [known, { ...expired, isExpired: true }] });
  server = await emulator.listen();
});

afterEach(async () => {
  for (const manager of managers.splice(0)) await manager.close();
  await server.close();
});

function managerOf(
  credentials: AwsCredentials,
  config: { readonly region?: string } = {},
): AwsSecretsManager {
  const manager = new AwsSecretsManager(
    { region, endpoint: server.endpoint, ...config },
    { credentials },
  );
  managers.push(manager);
  return manager;
}

/** What a person is told of an operation that fails. */
async function told(work: Promise<unknown>): Promise<Record<string, unknown>> {
  const [end] = await Promise.allSettled([work]);
  if (end.status === "fulfilled") return { succeeded: true };
  const error: unknown = end.reason;
  if (!KeykistError.is(error)) throw error;
  const { code, message, hint, outcome } = error;
  return { code, message, hint, outcome };
}

const secret = arbitrarySchema.create("db", { password: "tulip" });

describe("credentials", () => {
  it("that are right do", async () => {
    const manager = managerOf(known);
    await manager.registerSecret(secret);
    expect((await manager.getSecret("db")).name).toBe("db");
  });

  it("that have expired are UNAUTHENTICATED, and the hint says how to get new ones", async () => {
    expect(await told(managerOf(expired).getSecret("db"))).toEqual({
      code: "UNAUTHENTICATED",
      message: 'cannot read "db": the AWS credentials have expired',
      hint: "get new ones, for example with `aws sso login`",
      outcome: undefined,
    });
  });

  it("that nobody knows are UNAUTHENTICATED, and nothing was written", async () => {
    const unknown = { accessKeyId: "AKIAUNKNOWN", secretAccessKey: "unknown" };
    expect(await told(managerOf(unknown).registerSecret(secret))).toMatchObject({
      code: "UNAUTHENTICATED",
      message: 'cannot register "db": AWS does not accept the credentials',
      outcome: "not_applied",
    });
  });

  it("with a wrong secret are UNAUTHENTICATED", async () => {
    const wrong = { ...known, secretAccessKey: "wrong" };
    expect(await told(managerOf(wrong).getSecret("db"))).toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("for another region are UNAUTHENTICATED, and the hint speaks of the region", async () => {
    const { code, hint } = await told(managerOf(known, { region: "us-east-1" }).getSecret("db"));
    expect(code).toBe("UNAUTHENTICATED");
    expect(hint).toContain("region");
  });

  it("are asked for again by a function once they have expired", async () => {
    const given = [
      { ...expired, expiration: new Date(Date.now() - 1000) },
      { ...known, expiration: new Date(Date.now() + 3_600_000) },
    ];
    const manager = managerOf(async () => given.shift() ?? known);
    await told(manager.getSecret("db"));
    await manager.registerSecret(secret);
    expect((await manager.getSecret("db")).name).toBe("db");
  });
});

describe("an action that is denied", () => {
  it.each([
    ["GetSecretValue", (manager: AwsSecretsManager) => manager.getSecret("db")],
    ["DescribeSecret", (manager: AwsSecretsManager) => manager.getSecret("db")],
    ["ListSecrets", (manager: AwsSecretsManager) => manager.getAllSecretKeys()],
    ["PutSecretValue", (manager: AwsSecretsManager) => manager.updateSecret(secret)],
    [
      "UpdateSecretVersionStage",
      (manager: AwsSecretsManager) => manager.modifySecret("db", (content) => content),
    ],
    ["DeleteSecret", (manager: AwsSecretsManager) => manager.deleteSecret("db")],
    [
      "CreateSecret",
      (manager: AwsSecretsManager) =>
        manager.registerSecret(arbitrarySchema.create("other", { password: "fern" })),
    ],
  ])("%s is PERMISSION_DENIED, and the hint names it", async (action, operation) => {
    const manager = managerOf(known);
    await manager.registerSecret(secret);
    emulator.deny([`secretsmanager:${action}`]);
    const { code, hint } = await told(operation(manager));
    expect(code).toBe("PERMISSION_DENIED");
    expect(hint).toContain(`secretsmanager:${action}`);
  });

  it("is not one of absence: a secret that may not be read is not SECRET_NOT_FOUND", async () => {
    emulator.deny(["secretsmanager:GetSecretValue"]);
    expect(await told(managerOf(known).getSecret("absent"))).toMatchObject({
      code: "PERMISSION_DENIED",
    });
  });

  it("BatchGetSecretValue costs more calls, and no answer", async () => {
    const manager = managerOf(known);
    await manager.registerSecret(secret);
    emulator.deny(["secretsmanager:BatchGetSecretValue"]);
    const answers = await manager.getSecrets(["db", "absent"]);
    expect(answers.get("db")).toMatchObject({ name: "db" });
    expect(answers.get("absent")).toMatchObject({ code: "SECRET_NOT_FOUND" });
  });
});
