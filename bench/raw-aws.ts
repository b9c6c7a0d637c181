import { randomUUID } from "node:crypto";
import {
  BatchGetSecretValueCommand,
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { parseStringObject, type StringObject } from "./string-object.ts";

/** What a program does that calls AWS's SDK by itself: a JSON object in each secret, and nothing checked. */
export class RawAws {
  readonly #client: SecretsManagerClient;

  constructor(client: SecretsManagerClient) {
    this.#client = client;
  }

  async register(name: string, content: StringObject): Promise<void> {
    const SecretString = JSON.stringify(content);
    await this.#client.send(new CreateSecretCommand({ Name: name, SecretString }));
  }

  async get(name: string): Promise<unknown> {
    const answer = await this.#client.send(new GetSecretValueCommand({ SecretId: name }));
    return parseStringObject(answer.SecretString ?? "");
  }

  /** Also what is known of the secret itself. */
  async getWithDescription(name: string): Promise<unknown> {
    const content = await this.get(name);
    await this.#client.send(new DescribeSecretCommand({ SecretId: name }));
    return content;
  }

  /** Overwrites what is there, once it is known to be the right thing. */
  async update(name: string, content: StringObject): Promise<void> {
    await this.#client.send(new DescribeSecretCommand({ SecretId: name }));
    await this.put(name, content);
  }

  async put(name: string, content: StringObject): Promise<void> {
    const SecretString = JSON.stringify(content);
    await this.#client.send(new PutSecretValueCommand({ SecretId: name, SecretString }));
  }

  /** Compare and set, as AWS offers it. */
  async guardedUpdate(name: string, content: StringObject): Promise<void> {
    const { VersionIdsToStages: versions = {} } = await this.#client.send(
      new DescribeSecretCommand({ SecretId: name }),
    );
    const current = Object.keys(versions).find((id) => versions[id]?.includes("AWSCURRENT"));
    const token = randomUUID();
    await this.#client.send(
      new PutSecretValueCommand({
        SecretId: name,
        SecretString: JSON.stringify(content),
        ClientRequestToken: token,
        VersionStages: ["staged"],
      }),
    );
    await this.#client.send(
      new UpdateSecretVersionStageCommand({
        SecretId: name,
        VersionStage: "AWSCURRENT",
        MoveToVersionId: token,
        RemoveFromVersionId: current,
      }),
    );
  }

  /** Read, change, write: of two at once, one is lost. */
  async modify(name: string, change: StringObject): Promise<void> {
    const { SecretString } = await this.#client.send(new GetSecretValueCommand({ SecretId: name }));
    await this.put(name, { ...parseStringObject(SecretString ?? ""), ...change });
  }

  async getMany(names: readonly string[]): Promise<ReadonlyMap<string, unknown>> {
    const contents = new Map<string, unknown>();
    for (let start = 0; start < names.length; start += 20) {
      const { SecretValues: values = [] } = await this.#client.send(
        new BatchGetSecretValueCommand({ SecretIdList: names.slice(start, start + 20) }),
      );
      for (const { Name: name = "", SecretString } of values)
        contents.set(name, parseStringObject(SecretString ?? ""));
    }
    return contents;
  }
}
