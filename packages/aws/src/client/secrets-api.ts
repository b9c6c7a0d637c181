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
import { AwsStateError } from "../aws-state-error.ts";
import { isClockCorrected, isNamed, isTransient } from "../errors.ts";
import { notAws } from "../errors/classifications.ts";
import type { AwsClient, AwsSdk } from "./aws-client.ts";
import { NotSent } from "./not-sent.ts";
import { TryLimits } from "./try-limits.ts";

/** The calls that are answered without a member. */
const EMPTY_ANSWERS: ReadonlySet<string> = new Set(["TagResource", "UntagResource"]);

/** The calls that are about a page, which has a time of its own. */
const PAGES: ReadonlySet<string> = new Set(["ListSecrets", "BatchGetSecretValue"]);

/** What the calls of one manager are made with. */
export interface SecretsApiOptions {
  readonly sdk: AwsSdk;
  readonly client: AwsClient;
  readonly maxAttempts: number;
  /** The time of one operation; milliseconds. */
  readonly timeoutMs: number;
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
  readonly #limits: TryLimits;

  constructor(options: SecretsApiOptions) {
    this.#options = options;
    this.#limits = new TryLimits(options.timeoutMs);
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

  /**
   * Reads of a secret that is pending deletion, which AWS does not give: whoever returns from this may read it once it
   * is restored.
   *
   * @throws an error of AWS where that is not allowed
   */
  async tryRead(
    call: Call,
    name: "GetSecretValue" | "GetResourcePolicy",
    SecretId: string,
  ): Promise<void> {
    const { client, sdk } = this.#options;
    await this.#send(call, { name, mutates: false }, async (options) => {
      try {
        await (name === "GetSecretValue"
          ? client.send(new sdk.GetSecretValueCommand({ SecretId }), options)
          : client.send(new sdk.GetResourcePolicyCommand({ SecretId }), options));
      } catch (error) {
        if (!isNamed(error, "InvalidRequestException", "ResourceNotFoundException")) throw error;
      }
      return { SecretId };
    });
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

  #send<Output extends object>(
    call: Call,
    { name, mutates, onFailure }: Sending,
    run: (options: { readonly abortSignal: AbortSignal }) => Promise<Output>,
  ): Promise<Output> {
    const { maxAttempts, ready } = this.#options;
    const limits = this.#limits;
    if (PAGES.has(name)) limits.restart(call);
    let triesLeft = maxAttempts - 1;
    let isClockTried = false;
    return retriedStep(call, {
      name,
      mutates,
      // One more, for a clock that the SDK has corrected.
      attempts: maxAttempts + 1,
      backOff: limits.backOff,
      mayPass: (error) => {
        onFailure?.(error);
        if (!limits.allowsAnother(call)) return false;
        if (isClockCorrected(error) && !isClockTried) {
          isClockTried = true;
          return true;
        }
        triesLeft -= 1;
        return triesLeft >= 0 && isTransient(error);
      },
      run: async () => {
        await ready?.(call);
        const answer = await limits.within(call, (abortSignal) => run({ abortSignal }));
        // A proxy may answer anything, also with the status of success.
        const isEmpty = Object.keys(answer).every((member) => member === "$metadata");
        if (isEmpty && !EMPTY_ANSWERS.has(name)) throw new AwsStateError(notAws);
        return answer;
      },
    });
  }
}
