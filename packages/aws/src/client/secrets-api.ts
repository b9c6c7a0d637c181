import type {
  BatchGetSecretValueCommandInput,
  BatchGetSecretValueCommandOutput,
  CreateSecretCommandInput,
  CreateSecretCommandOutput,
  DeleteSecretCommandInput,
  DescribeSecretCommandOutput,
  GetResourcePolicyCommandOutput,
  GetSecretValueCommandInput,
  GetSecretValueCommandOutput,
  ListSecretsCommandInput,
  ListSecretsCommandOutput,
  ListSecretVersionIdsCommandInput,
  ListSecretVersionIdsCommandOutput,
  PutSecretValueCommandInput,
  TagResourceCommandInput,
  UntagResourceCommandInput,
  UpdateSecretVersionStageCommandInput,
} from "@aws-sdk/client-secrets-manager";
import { type Call, retriedStep } from "@keykist/core";
import { isTransient } from "../errors.ts";
import type { AwsClient, AwsSdk } from "./aws-client.ts";
import { NotSent } from "./not-sent.ts";

/** Bounds of the waits between tries; milliseconds. */
const BACK_OFF = { base: 50, cap: 2000 };

/** What the calls of one manager are made with. */
export interface SecretsApiOptions {
  readonly sdk: AwsSdk;
  readonly client: AwsClient;
  readonly maxAttempts: number;
  /** Done before each try. */
  readonly ready?: ((call: Call) => Promise<void>) | undefined;
}

/** What a call that deletes is bound to. */
export interface DeletionOptions {
  readonly isLate: () => boolean;
  readonly onFailure: (error: unknown) => void;
}

/** How one call is made. */
interface Sending {
  readonly name: string;
  readonly mutates: boolean;
  /** Told of each failure that may pass, before the call is made again. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
}

/**
 * The calls of Secrets Manager that keykist makes, each a step that is made again where it was throttled or cut
 * off. All of them can be: the writes carry a token or a condition, or do the same when they are done twice.
 */
export class SecretsApi {
  readonly #options: SecretsApiOptions;

  constructor(options: SecretsApiOptions) {
    this.#options = options;
  }

  describe(call: Call, id: string): Promise<DescribeSecretCommandOutput> {
    const { client, sdk } = this.#options;
    return this.#send(call, { name: "DescribeSecret", mutates: false }, (options) =>
      client.send(new sdk.DescribeSecretCommand({ SecretId: id }), options),
    );
  }

  getPolicy(call: Call, id: string): Promise<GetResourcePolicyCommandOutput> {
    const { client, sdk } = this.#options;
    return this.#send(call, { name: "GetResourcePolicy", mutates: false }, (options) =>
      client.send(new sdk.GetResourcePolicyCommand({ SecretId: id }), options),
    );
  }

  get(call: Call, input: GetSecretValueCommandInput): Promise<GetSecretValueCommandOutput> {
    const { client, sdk } = this.#options;
    return this.#send(call, { name: "GetSecretValue", mutates: false }, (options) =>
      client.send(new sdk.GetSecretValueCommand(input), options),
    );
  }

  batchGet(
    call: Call,
    input: BatchGetSecretValueCommandInput,
  ): Promise<BatchGetSecretValueCommandOutput> {
    const { client, sdk } = this.#options;
    return this.#send(call, { name: "BatchGetSecretValue", mutates: false }, (options) =>
      client.send(new sdk.BatchGetSecretValueCommand(input), options),
    );
  }

  list(call: Call, input: ListSecretsCommandInput): Promise<ListSecretsCommandOutput> {
    const { client, sdk } = this.#options;
    return this.#send(call, { name: "ListSecrets", mutates: false }, (options) =>
      client.send(new sdk.ListSecretsCommand(input), options),
    );
  }

  listVersions(
    call: Call,
    input: ListSecretVersionIdsCommandInput,
  ): Promise<ListSecretVersionIdsCommandOutput> {
    const { client, sdk } = this.#options;
    return this.#send(call, { name: "ListSecretVersionIds", mutates: false }, (options) =>
      client.send(new sdk.ListSecretVersionIdsCommand(input), options),
    );
  }

  create(call: Call, input: CreateSecretCommandInput): Promise<CreateSecretCommandOutput> {
    const { client, sdk } = this.#options;
    return this.#send(call, { name: "CreateSecret", mutates: true }, (options) =>
      client.send(new sdk.CreateSecretCommand(input), options),
    );
  }

  async put(call: Call, input: PutSecretValueCommandInput): Promise<void> {
    const { client, sdk } = this.#options;
    await this.#send(call, { name: "PutSecretValue", mutates: true }, (options) =>
      client.send(new sdk.PutSecretValueCommand(input), options),
    );
  }

  async moveStage(
    call: Call,
    input: UpdateSecretVersionStageCommandInput,
    onFailure: (error: unknown) => void,
  ): Promise<void> {
    const { client, sdk } = this.#options;
    const sending = { name: "UpdateSecretVersionStage", mutates: true, onFailure };
    await this.#send(call, sending, (options) =>
      client.send(new sdk.UpdateSecretVersionStageCommand(input), options),
    );
  }

  /**
   * Deletes a secret, whatever it holds.
   *
   * @param isLate asked before each try
   * @param onFailure told of each failure that may pass, before the call is made again
   * @throws NotSent where it is late
   */
  async delete(
    call: Call,
    input: DeleteSecretCommandInput,
    { isLate, onFailure }: DeletionOptions,
  ): Promise<void> {
    const { client, sdk } = this.#options;
    await this.#send(call, { name: "DeleteSecret", mutates: true, onFailure }, (options) => {
      if (isLate()) throw new NotSent();
      return client.send(new sdk.DeleteSecretCommand(input), options);
    });
  }

  async restore(call: Call, id: string): Promise<void> {
    const { client, sdk } = this.#options;
    await this.#send(call, { name: "RestoreSecret", mutates: true }, (options) =>
      client.send(new sdk.RestoreSecretCommand({ SecretId: id }), options),
    );
  }

  async tag(call: Call, input: TagResourceCommandInput): Promise<void> {
    const { client, sdk } = this.#options;
    await this.#send(call, { name: "TagResource", mutates: true }, (options) =>
      client.send(new sdk.TagResourceCommand(input), options),
    );
  }

  async untag(call: Call, input: UntagResourceCommandInput): Promise<void> {
    const { client, sdk } = this.#options;
    await this.#send(call, { name: "UntagResource", mutates: true }, (options) =>
      client.send(new sdk.UntagResourceCommand(input), options),
    );
  }

  #send<Output>(
    call: Call,
    { name, mutates, onFailure }: Sending,
    run: (options: { readonly abortSignal: AbortSignal }) => Promise<Output>,
  ): Promise<Output> {
    const { maxAttempts, ready } = this.#options;
    return retriedStep(call, {
      name,
      mutates,
      attempts: maxAttempts,
      backOff: BACK_OFF,
      mayPass: (error) => {
        onFailure?.(error);
        return isTransient(error);
      },
      run: async () => {
        await ready?.(call);
        return run({ abortSignal: call.signal });
      },
    });
  }
}
