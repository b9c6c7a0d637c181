import {
  BatchGetSecretValueCommand,
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  type SecretsManagerClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { expect, it } from "vitest";
import { AwsEmulator } from "../../src/aws/index.ts";
import { token } from "./raw-checks/raw-check.ts";
import { withServed } from "./served.ts";

type Client = Pick<SecretsManagerClient, "send">;

const NAME = "team/db";

/** Every operation that is modelled, in an order that they allow. */
async function story(client: Client): Promise<unknown[]> {
  const answers = [
    await client.send(
      new CreateSecretCommand({
        Name: NAME,
        SecretString: "one",
        ClientRequestToken: token("a"),
        Description: "a database",
        KmsKeyId: "alias/mine",
        Tags: [{ Key: "k", Value: "v" }],
      }),
    ),
    await client.send(
      new PutSecretValueCommand({
        SecretId: NAME,
        SecretBinary: new Uint8Array([1, 2]),
        ClientRequestToken: token("b"),
        VersionStages: ["staged"],
      }),
    ),
    await client.send(
      new UpdateSecretVersionStageCommand({
        SecretId: NAME,
        VersionStage: "AWSCURRENT",
        MoveToVersionId: token("b"),
        RemoveFromVersionId: token("a"),
      }),
    ),
    await client.send(
      new UpdateSecretCommand({
        SecretId: NAME,
        SecretString: "three",
        ClientRequestToken: token("c"),
      }),
    ),
    await client.send(new TagResourceCommand({ SecretId: NAME, Tags: [{ Key: "l", Value: "" }] })),
    await client.send(new UntagResourceCommand({ SecretId: NAME, TagKeys: ["k"] })),
    await client.send(new GetSecretValueCommand({ SecretId: NAME })),
    await client.send(new GetSecretValueCommand({ SecretId: NAME, VersionStage: "AWSPREVIOUS" })),
    await client.send(new DescribeSecretCommand({ SecretId: NAME })),
    await client.send(new GetResourcePolicyCommand({ SecretId: NAME })),
    await client.send(new ListSecretVersionIdsCommand({ SecretId: NAME, IncludeDeprecated: true })),
    await client.send(new ListSecretsCommand({})),
    await client.send(new BatchGetSecretValueCommand({ SecretIdList: [NAME, "other"] })),
    await client.send(new DeleteSecretCommand({ SecretId: NAME })),
    await client.send(new RestoreSecretCommand({ SecretId: NAME })),
    await client.send(new GetSecretValueCommand({ SecretId: "other" })).catch(shownError),
    await client.send(new GetSecretValueCommand({ SecretId: "" })).catch(shownError),
  ];
  return answers.map(withoutTime);
}

function shownError(error: unknown): unknown {
  if (!(error instanceof Error)) throw error;
  const { name, message } = error;
  const [fault, text] = ["$fault", "Message"].map((member): unknown => Reflect.get(error, member));
  return { name, message, fault, text };
}

/** An answer without what differs from run to run: when, and how it came. */
function withoutTime(value: unknown): unknown {
  if (value instanceof Date) return "a date";
  if (value instanceof Uint8Array) return [...value];
  if (Array.isArray(value)) return value.map(withoutTime);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "$metadata")
      .map(([key, member]) => [key, withoutTime(member)]),
  );
}

it("answers in the process what the SDK makes of the answer over HTTP, to the last field", async () => {
  const inProcess = await story(new AwsEmulator({ seed: 5 }).client("client"));
  await withServed({ seed: 5 }, async ({ client }) => {
    expect(await story(client)).toEqual(inProcess);
  });
});
