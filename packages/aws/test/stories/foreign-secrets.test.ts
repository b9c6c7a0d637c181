import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
} from "@aws-sdk/client-secrets-manager";
import { arbitrarySchema, defineSecretSchema, KeykistError } from "@keykist/core";
import type { AwsEmulator } from "@keykist/emulators/aws";
import { z } from "zod";
import { beforeEach, describe, expect, it } from "vitest";
import { type AwsClient, AwsSecretsManager } from "../../src/index.ts";
import { emulatorServer } from "../emulator-server.ts";

// Secrets that terraform, CDK, the console and other services have made.

let emulator: AwsEmulator;
let client: AwsClient;
let manager: AwsSecretsManager;
let scoped: AwsSecretsManager;

beforeEach(async () => {
  const server = await emulatorServer({ order: "suite" });
  ({ emulator, client } = server);
  manager = server.manager({}, {});
  scoped = server.manager({ scope: "namespace", namespace: "team" }, {});
});

async function foreign(Name: string, SecretString?: string): Promise<string> {
  const { ARN = "" } = await client.send(new CreateSecretCommand({ Name, SecretString }));
  return ARN;
}

/** The value as other programs read it, without the blanks behind it. */
async function text(name: string): Promise<string | undefined> {
  const read = new GetSecretValueCommand({ SecretId: name });
  return (await client.send(read)).SecretString?.trimEnd();
}

async function arnOf(name: string): Promise<string> {
  return (await client.send(new DescribeSecretCommand({ SecretId: name }))).ARN ?? "";
}

async function failure(work: Promise<unknown>): Promise<KeykistError> {
  const [end] = await Promise.allSettled([work]);
  if (end.status === "rejected" && KeykistError.is(end.reason)) return end.reason;
  throw new Error("it did not fail as it should");
}

describe("JSON that something else has written", () => {
  const json =
    '{ "port": 5432, "ratio":1.50, "on" : true, "none":null, "nested": { "a": [1, 2] }, "text": "caf\\u00e9", "user":"app" }';

  beforeEach(async () => {
    await foreign("db", json);
    await manager.adoptSecret("db", arbitrarySchema.TYPE);
  });

  it("is read key by key: null and nested values are the text that stands there", async () => {
    expect((await manager.getSecret("db")).content).toEqual({
      port: "5432",
      ratio: "1.50",
      on: "true",
      none: "null",
      nested: '{ "a": [1, 2] }',
      text: "café",
      user: "app",
    });
  });

  it("keeps what a write does not change, and the kind of what it does", async () => {
    await manager.modifySecret("db", (content) => ({ ...content, user: "fern", port: "5433" }));
    expect(await text("db")).toBe(
      '{"port":5433,"ratio":1.50,"on":true,"none":null,"nested":{ "a": [1, 2] },"text":"caf\\u00e9","user":"fern"}',
    );
    await manager.modifySecret("db", (content) => ({ ...content, port: "none", on: "false" }));
    expect(await text("db")).toBe(
      '{"port":"none","ratio":1.50,"on":false,"none":null,"nested":{ "a": [1, 2] },"text":"caf\\u00e9","user":"fern"}',
    );
  });

  it("keeps it through unguarded updates, too, and loses the keys that go", async () => {
    const { content } = await manager.getSecret("db");
    const { nested: _nested, ...rest } = content;
    await manager.updateSecret(arbitrarySchema.create("db", { ...rest, zone: "a" }));
    await manager.updateSecret(arbitrarySchema.create("db", { ...rest, zone: "b" }));
    expect(await text("db")).toBe(
      '{"port":5432,"ratio":1.50,"on":true,"none":null,"text":"caf\\u00e9","user":"app","zone":"b"}',
    );
  });

  it("comes back byte for byte from a rollback and from a deletion", async () => {
    const { revision = "" } = await manager.getSecret("db");
    await manager.updateSecret(arbitrarySchema.create("db", { port: "5432" }));
    await manager.rollbackSecret("db", revision);
    expect(await text("db")).toBe(json);
    await manager.deleteSecret("db");
    await manager.undeleteSecret("db");
    expect(await text("db")).toBe(json);
    await manager.modifySecret("db", (content) => ({ ...content, port: "1" }));
    expect(await text("db")).toContain('"port":1,');
  });

  it("costs one more call of an update, of this secret alone", async () => {
    await manager.registerSecret(arbitrarySchema.create("own", { a: "b" }));
    emulator.calls.reset();
    await manager.updateSecret(arbitrarySchema.create("own", { a: "c" }));
    expect(emulator.calls.toJSON()).toEqual({ DescribeSecret: 1, PutSecretValue: 1 });
    emulator.calls.reset();
    await manager.updateSecret(arbitrarySchema.create("db", { a: "c" }));
    expect(emulator.calls.toJSON()).toEqual({
      DescribeSecret: 1,
      GetSecretValue: 1,
      PutSecretValue: 1,
    });
    emulator.calls.reset();
    // Nothing of the other writer is left, and nothing is paid for it any more.
    await manager.updateSecret(arbitrarySchema.create("db", { a: "d" }));
    await manager.updateSecret(arbitrarySchema.create("db", { a: "e" }));
    expect(emulator.calls.of("GetSecretValue")).toBeLessThanOrEqual(1);
  });

  it("whose owner adds a key is read with a schema that does not know it", async () => {
    const schema = defineSecretSchema("login", { user: z.string() });
    await foreign("other", '{"user":"app","added":null}');
    const secret = await manager.getSecret("other", schema, { unknownKeys: "ignore" });
    expect(secret.content).toEqual({ user: "app" });
  });
});

describe("a value that cannot be adopted", () => {
  it.each([
    ["plain text", "hunter2", "not a JSON object"],
    ["an array", "[1]", "not a JSON object"],
    ["a number", "17", "not a JSON object"],
    ["a key twice", '{"a":1,"a":2}', "a key twice"],
  ])("%s: the reason is said, and nothing is changed", async (_what, value, reason) => {
    await foreign("db", value);
    const error = await failure(manager.adoptSecret("db", arbitrarySchema.TYPE));
    expect(error).toMatchObject({ code: "UNSUPPORTED", outcome: "not_applied" });
    expect(error.message).toContain(reason);
    expect((await manager.describeSecret("db")).owned).toBe(false);
  });

  it("bytes", async () => {
    const SecretBinary = Uint8Array.from([1, 2, 254]);
    await client.send(new CreateSecretCommand({ Name: "db", SecretBinary }));
    const error = await failure(manager.adoptSecret("db", arbitrarySchema.TYPE));
    expect(error.message).toContain("binary");
  });

  it.each([
    [{ owningService: "rds" }, "rds"],
    [{ primaryRegion: "eu-central-1" }, "eu-central-1"],
  ])("one that is tied to something else: %j", async (arrangement, word) => {
    await foreign("db", '{"a":"b"}');
    emulator.arrange("db", arrangement);
    for (const work of [
      () => manager.adoptSecret("db", arbitrarySchema.TYPE),
      () => manager.updateSecret(arbitrarySchema.create("db", { a: "marigold" })),
      () => manager.deleteSecret("db"),
    ]) {
      const error = await failure(work());
      expect(error).toMatchObject({ code: "UNSUPPORTED", outcome: "not_applied" });
      expect(`${error.message} ${error.hint}`).toContain(word);
    }
    expect(emulator.calls.of("TagResource")).toBe(0);
  });
});

describe("a secret without any version", () => {
  beforeEach(() => foreign("db"));

  it("exists: it has no keys, and is nobody's", async () => {
    expect(await manager.describeSecret("db")).toMatchObject({ keys: [], owned: false });
    const answers = await manager.getSecrets(["db", "absent"]);
    expect(answers.get("db")).toMatchObject({ keys: [] });
    expect(answers.get("absent")).toMatchObject({ code: "SECRET_NOT_FOUND" });
    const error = await failure(manager.registerSecret(arbitrarySchema.create("db", { a: "b" })));
    expect(error.code).toBe("SECRET_EXISTS");
    expect(error.message).not.toContain("deleted");
  });

  it.each([false, true])("is adopted, and given its first value; guarded: %s", async (guarded) => {
    const revision = await manager.adoptSecret("db", arbitrarySchema.TYPE);
    expect(await manager.getAllSecretKeys()).toEqual(["db"]);
    const secret = arbitrarySchema.create("db", { password: "tulip" });
    await manager.updateSecret(secret, guarded ? { ifRevision: revision } : {});
    expect((await manager.getSecret("db")).content).toEqual({ password: "tulip" });
    await manager.modifySecret("db", () => ({ password: "dahlia" }));
    expect((await manager.getSecret("db")).content).toEqual({ password: "dahlia" });
  });

  it("does not lose the first value that another program gives it meanwhile", async () => {
    const revision = await manager.adoptSecret("db", arbitrarySchema.TYPE);
    const put = new PutSecretValueCommand({ SecretId: "db", SecretString: '{"by":"hand"}' });
    await client.send(put);
    const secret = arbitrarySchema.create("db", { password: "tulip" });
    const error = await failure(manager.updateSecret(secret, { ifRevision: revision }));
    expect(error.code).toBe("REVISION_CONFLICT");
    expect(await text("db")).toBe('{"by":"hand"}');
  });

  it("is deleted and brought back", async () => {
    await manager.adoptSecret("db", arbitrarySchema.TYPE);
    await manager.deleteSecret("db");
    expect((await failure(manager.getSecret("db"))).code).toBe("SECRET_NOT_FOUND");
    await manager.undeleteSecret("db");
    expect((await manager.getSecret("db")).keys).toEqual([]);
  });
});

describe("a name that keykist would not have given", () => {
  it.each(["/app/db", "rds!cluster-1", "a@b", "-x"])("%s is read by its id", async (name) => {
    await foreign(name.replace("!", "+"), '{"password":"tulip"}');
    const id = `id:${name.replace("!", "+")}`;
    expect((await manager.getSecret(id)).content).toEqual({ password: "tulip" });
    expect(await manager.describeSecret(id)).toMatchObject({ owned: false, type: undefined });
    expect((await failure(manager.deleteSecret(id))).code).toBe("UNSUPPORTED");
    expect((await failure(scoped.getSecret(id))).code).toBe("UNSUPPORTED");
  });

  it("an ARN is read, and a name that is absent is not found", async () => {
    const arn = await foreign("/app/db", "plain");
    expect((await manager.getSecret(`id:${arn}`)).content).toEqual({ value: "plain" });
    expect((await failure(manager.getSecret("id:/nowhere"))).code).toBe("SECRET_NOT_FOUND");
    await foreign("/empty");
    expect((await manager.getSecret("id:/empty")).keys).toEqual([]);
  });

  it("what has a name in keykist, or belongs to a scope, is refused", async () => {
    await manager.registerSecret(arbitrarySchema.create("db", { a: "b" }));
    await scoped.registerSecret(arbitrarySchema.create("db", { a: "b" }));
    for (const id of ["db", await arnOf("db")]) {
      const error = await failure(manager.getSecret(`id:${id}`));
      expect(error).toMatchObject({ code: "INVALID_NAME" });
      expect(error.hint).toContain('"db"');
    }
    const path = "keykist/namespace/team/db";
    for (const id of [path, await arnOf(path)])
      expect((await failure(manager.getSecret(`id:${id}`))).code).toBe("INVALID_NAME");
  });
});

describe("a name that is registered over a deleted one", () => {
  const secret = arbitrarySchema.create("db", { password: "tulip" });

  it("has the tags of the configuration, and no others", async () => {
    const other = arbitrarySchema.create("other", { a: "b" });
    const tagged = (tags: Readonly<Record<string, string>>): AwsSecretsManager =>
      new AwsSecretsManager({ tags }, { client });
    const before = tagged({ team: "old", gone: "x" });
    await before.registerSecret(other);
    await before.deleteSecret("other");
    await tagged({ team: "new", cost: "1" }).registerSecret(other);
    const { Tags = [] } = await client.send(new DescribeSecretCommand({ SecretId: "other" }));
    const tags = Object.fromEntries(Tags.map(({ Key = "", Value }) => [Key, Value]));
    expect(tags).toMatchObject({ team: "new", cost: "1", "keykist:managed": "true" });
    expect(tags).not.toHaveProperty("gone");
  });

  it.each([
    [{ kmsKeyId: "alias/old" }, "alias/old"],
    [{ rotationEnabled: true }, "cancel-rotate-secret"],
    [{ resourcePolicy: '{"Version":"2012-10-17"}' }, "delete-resource-policy"],
  ])("is refused with what is left over: %j", async (arrangement, word) => {
    await manager.registerSecret(secret);
    await manager.deleteSecret("db");
    emulator.arrange("db", arrangement);
    const error = await failure(manager.registerSecret(secret));
    expect(error).toMatchObject({ code: "SECRET_EXISTS", outcome: "not_applied" });
    expect(`${error.message} ${error.hint}`).toContain(word);
    await expect(text("db")).rejects.toMatchObject({ name: "InvalidRequestException" });
  });
});
