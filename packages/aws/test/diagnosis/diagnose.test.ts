import { once } from "node:events";
import { createServer } from "node:http";
import { arbitrarySchema, type Diagnosis } from "@keykist/core";
import { AwsEmulator } from "@keykist/emulators/aws";
import { afterEach, describe, expect, it } from "vitest";
import { AwsSecretsManager } from "../../src/index.ts";
import { TEST_CREDENTIALS } from "../test-credentials.ts";

const region = "eu-west-1";
const closings: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closings.splice(0)) await close();
});

/** What a manager finds out about an emulator, over HTTP with the SDK. */
async function diagnosed(
  emulator: AwsEmulator,
  config: { readonly scope?: "namespace"; readonly namespace?: string } = {},
): Promise<readonly Diagnosis[]> {
  const server = await emulator.listen();
  closings.push(() => server.close());
  const { endpoint } = server;
  await using manager = new AwsSecretsManager(
    { ...config, region, endpoint },
    { credentials: TEST_CREDENTIALS },
  );
  const findings: Diagnosis[] = [];
  for await (const finding of manager.diagnose()) findings.push(finding);
  return findings;
}

const reading = [
  "ListSecrets",
  "DescribeSecret",
  "GetSecretValue",
  "BatchGetSecretValue",
  "ListSecretVersionIds",
];
const writing = [
  "PutSecretValue",
  "UpdateSecretVersionStage",
  "TagResource",
  "UntagResource",
  "GetResourcePolicy",
  "DeleteSecret",
  "RestoreSecret",
];

describe("what a manager finds out about itself at AWS", () => {
  it("is who it is, that all is allowed, and that nothing was made by looking", async () => {
    const emulator = new AwsEmulator({ region });
    const findings = await diagnosed(emulator);
    expect(findings.map(({ status, about }) => [status, about])).toEqual([
      ["ok", "credentials"],
      ["ok", "identity"],
      ["note", "permission"],
    ]);
    expect(findings.map(({ says }) => says)).toEqual([
      `${TEST_CREDENTIALS.accessKeyId}, in ${region}`,
      expect.stringMatching(/^arn:aws:/),
      expect.stringMatching(/^12 of 12 actions are allowed/),
    ]);
    expect(emulator.calls.of("CreateSecret")).toBe(0);
  });

  it.each([...reading, ...writing])(
    "names secretsmanager:%s where it is denied",
    async (action) => {
      const emulator = new AwsEmulator({ region });
      emulator.deny([`secretsmanager:${action}`]);
      const problems = (await diagnosed(emulator)).filter(({ status }) => status === "problem");
      expect(problems).toMatchObject([
        {
          about: "permission",
          says: `secretsmanager:${action} is not allowed on secrets`,
          code: "PERMISSION_DENIED",
        },
      ]);
    },
  );

  it("finds nothing wrong with a reader, who may write nothing at all", async () => {
    const emulator = new AwsEmulator({ region });
    emulator.deny(writing.map((action) => `secretsmanager:${action}`));
    const findings = await diagnosed(emulator, { scope: "namespace", namespace: "shop" });
    expect(findings.filter(({ status }) => status === "problem")).toEqual([]);
    const notes = findings.filter(({ about }) => about === "permission");
    expect(notes.map(({ says }) => says)).toEqual([
      ...writing.map(
        (action) => `secretsmanager:${action} is not allowed on keykist/namespace/shop/*`,
      ),
      expect.stringMatching(/^5 of 12 actions are allowed/),
    ]);
  });

  it.each(["", "keykist/namespace/shop/"])(
    "names each secret whose deletion was cut short, with both ways out; prefix %j",
    async (prefix) => {
      const emulator = new AwsEmulator({ region });
      const config = prefix === "" ? {} : ({ scope: "namespace", namespace: "shop" } as const);
      const manager = new AwsSecretsManager(config, { client: emulator.client("writer") });
      for (const name of ["cut", "gone", "kept"])
        await manager.registerSecret(arbitrarySchema.create(name, { password: "tulip" }));
      await manager.deleteSecret("gone");
      emulator.deny(["secretsmanager:DeleteSecret", "secretsmanager:UpdateSecretVersionStage"]);
      await expect(manager.deleteSecret("cut")).rejects.toMatchObject({ outcome: "unknown" });
      emulator.deny([]);
      emulator.calls.reset();
      const findings = await diagnosed(emulator, config);
      expect(findings.filter(({ status }) => status === "problem")).toEqual([
        {
          status: "problem",
          about: "secret",
          says: expect.stringMatching(/^"cut": .*did not finish/) as unknown,
          next: expect.stringMatching(/kist undelete cut .*kist delete cut /) as unknown,
          code: "SECRET_NOT_FOUND",
        },
      ]);
      expect(emulator.calls.of("ListSecrets")).toBe(2);
      await manager.undeleteSecret("cut");
      const after = await diagnosed(emulator, config);
      expect(after.filter(({ status }) => status === "problem")).toEqual([]);
      await manager.close();
    },
  );

  it("ends at credentials that AWS does not know", async () => {
    const known = { accessKeyId: "AKIAOTHER", secretAccessKey: "other" };
    const findings = await diagnosed(new AwsEmulator({ region, credentials: [known] }));
    expect(findings).toMatchObject([
      { status: "ok", about: "credentials" },
      { status: "problem", about: "identity", code: "UNAUTHENTICATED" },
    ]);
  });

  it("names a proxy's page in place of an answer, and ends there", async () => {
    const page = createServer((_request, response) => {
      response.writeHead(403, { "content-type": "text/html" });
      response.end("<html>Forbidden</html>");
    });
    page.listen(0, "127.0.0.1");
    await once(page, "listening");
    closings.push(async () => {
      page.closeAllConnections();
      page.close();
    });
    const address = page.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const endpoint = `http://127.0.0.1:${address.port}`;
    await using manager = new AwsSecretsManager(
      { region, endpoint },
      { credentials: TEST_CREDENTIALS },
    );
    const findings: Diagnosis[] = [];
    for await (const finding of manager.diagnose()) findings.push(finding);
    expect(findings.at(-1)).toMatchObject({ status: "problem", code: "UNAVAILABLE" });
    expect(findings.at(-1)).toHaveProperty("next", expect.stringContaining("proxy"));
    await expect(manager.getSecret("db")).rejects.toMatchObject({
      code: "UNAVAILABLE",
      message: expect.stringContaining("something other than AWS answered") as unknown,
    });
  });

  it("names a region that is not valid", async () => {
    await using manager = new AwsSecretsManager(
      { region: "eu-west-1 " },
      { credentials: TEST_CREDENTIALS },
    );
    const findings: Diagnosis[] = [];
    for await (const finding of manager.diagnose()) findings.push(finding);
    expect(findings.at(-1)).toMatchObject({ status: "problem", code: "INVALID_CONFIG" });
  });
});
