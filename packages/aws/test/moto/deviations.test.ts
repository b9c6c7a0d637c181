import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { findMoto } from "@keykist/emulators/peers";
import { afterAll, describe, expect, it } from "vitest";
import { TEST_CREDENTIALS } from "../test-credentials.ts";
import { sharedMoto } from "./shared-moto.ts";

// What moto does otherwise than AWS says, by AWS's own SDK. A test that fails here is good news: moto was mended, and the
// repair, or the deviation, can go.

const found = findMoto();
const moto = sharedMoto(found, "as it is");
afterAll(() => moto.stop());

async function client(): Promise<SecretsManagerClient> {
  const endpoint = await moto.endpoint();
  return new SecretsManagerClient({ endpoint, region: "eu-west-1", credentials: TEST_CREDENTIALS });
}

const id = (letter: string): string => letter.repeat(32);

describe.skipIf(found === undefined)("moto, as it is", () => {
  // "A staging label can be attached to only one version at a time."
  // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
  it("has two versions with AWSCURRENT, once the stage was moved and then put again", async () => {
    const sdk = await client();
    const Name = "two-current";
    await sdk.send(
      new CreateSecretCommand({ Name, SecretString: "1", ClientRequestToken: id("a") }),
    );
    const put = (token: string, stage: string): Promise<unknown> =>
      sdk.send(
        new PutSecretValueCommand({
          SecretId: Name,
          SecretString: token,
          ClientRequestToken: token,
          VersionStages: [stage],
        }),
      );
    await put(id("b"), "staged");
    await sdk.send(
      new UpdateSecretVersionStageCommand({
        SecretId: Name,
        VersionStage: "AWSCURRENT",
        MoveToVersionId: id("b"),
        RemoveFromVersionId: id("a"),
      }),
    );
    await put(id("c"), "AWSCURRENT");
    const { VersionIdsToStages = {} } = await sdk.send(
      new DescribeSecretCommand({ SecretId: Name }),
    );
    const current = Object.entries(VersionIdsToStages).filter(([, stages]) =>
      stages.includes("AWSCURRENT"),
    );
    expect(current.map(([version]) => version)).toEqual([id("b"), id("c")]);
    sdk.destroy();
  });

  // "NextToken: A token that indicates where the output should continue from, if a previous call did not show all results."
  // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html
  it("goes on with a listing at a position, and so past what has moved up since", async () => {
    const sdk = await client();
    const names = ["page/1", "page/2", "page/3", "page/4"];
    for (const Name of names) await sdk.send(new CreateSecretCommand({ Name, SecretString: "1" }));
    const Filters = [{ Key: "name" as const, Values: ["page/"] }];
    const first = await sdk.send(new ListSecretsCommand({ Filters, MaxResults: 2 }));
    await sdk.send(new DeleteSecretCommand({ SecretId: "page/1" }));
    const second = await sdk.send(
      new ListSecretsCommand({ Filters, MaxResults: 2, NextToken: first.NextToken }),
    );
    const listed = [...(first.SecretList ?? []), ...(second.SecretList ?? [])];
    expect(listed.map(({ Name }) => Name)).toEqual(["page/1", "page/2", "page/4"]);
    sdk.destroy();
  });
});
