import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  SecretsManagerServiceException,
} from "@aws-sdk/client-secrets-manager";
import type {
  ConformanceBackend,
  ConformanceHarness,
  Deviation,
  NativeTools,
  PeekedSecret,
  PlantOptions,
} from "@keykist/conformance";
import type { SecretsManagerConfig, SecretsManagerOptions } from "@keykist/core";
import type { AwsClient, AwsSecretsManager } from "../src/index.ts";

/** A server that speaks the protocol of Secrets Manager, empty. */
export interface AwsServer {
  /** A manager over it. */
  readonly manager: (
    config: Partial<SecretsManagerConfig>,
    options: SecretsManagerOptions,
  ) => AwsSecretsManager;
  /** A client beside the managers. */
  readonly client: AwsClient;
  readonly facilities?: Partial<ConformanceBackend> | undefined;
  readonly close: () => Promise<void>;
}

/** Which servers the suite is run against, and what it cannot ask of them. */
export interface AwsHarnessOptions {
  readonly backend: string;
  readonly open: () => Promise<AwsServer>;
  /** Whether the managers are told of the suite's clock and scheduler. Default true. */
  readonly observable?: boolean | undefined;
  readonly deviations?: readonly Deviation[] | undefined;
  /** Whether the server can refuse actions. Default true. */
  readonly refuses?: boolean | undefined;
}

/** A harness over AWS managers. */
export function awsHarness({
  backend,
  open,
  observable,
  deviations,
  refuses = true,
}: AwsHarnessOptions): ConformanceHarness {
  return {
    flavor: "aws",
    backend,
    pageSize: 100,
    observable,
    deviations,
    budgets: {
      getSecret: 2,
      getSecrets: 2,
      describeSecret: 2,
      getAllSecretKeys: 1,
      listSecrets: 1,
      registerSecret: 1,
      updateSecret: 2,
      "updateSecret-guarded": 3,
      // A read, and a guarded update.
      modifySecret: 5,
      // A look, a read of the value for the tombstone, the tombstone, and the deletion.
      deleteSecret: 4,
      "deleteSecret-guarded": 5,
      // The listing, and a deletion.
      deleteAllSecrets: 5,
      getSecretHistory: 2,
      // Reads of the present state and of the earlier one, and a guarded update.
      rollbackSecret: 7,
      // A look, a read that shows whether the next ones are allowed, the end of the deletion, a read, a guarded write, and the stage off.
      undeleteSecret: 7,
      // A read, a look, a read of the value as it stands, and the tags.
      adoptSecret: 5,
    },
    open: async () => backendOf(await open()),
    refusal: (step) =>
      serviceError("AccessDeniedException", 400, deniedMessage(`secretsmanager:${step}`)),
    refusableActions: refuses ? REFUSABLE_ACTIONS : undefined,
    faults: {
      denied: () => serviceError("AccessDeniedException", 400),
      unauthenticated: () => serviceError("UnrecognizedClientException", 400),
      throttled: () => serviceError("ThrottlingException", 400),
      unavailable: () => serviceError("InternalServiceError", 500),
    },
  };
}

/** The actions that managers need. */
export const REFUSABLE_ACTIONS: readonly string[] = [
  "BatchGetSecretValue",
  "CreateSecret",
  "DeleteSecret",
  "DescribeSecret",
  "GetResourcePolicy",
  "GetSecretValue",
  "ListSecretVersionIds",
  "ListSecrets",
  "PutSecretValue",
  "RestoreSecret",
  "TagResource",
  "UntagResource",
  "UpdateSecretVersionStage",
].map((action) => `secretsmanager:${action}`);

/** What AWS says to those who lack a permission. */
export function deniedMessage(action: string): string {
  return `User: arn:aws:iam::123456789012:user/keykist is not authorized to perform: ${action} on resource: db because no identity-based policy allows the ${action} action`;
}

/** An error as the SDK throws it. */
export function serviceError(
  name: string,
  httpStatusCode: number,
  message: string = `${name} of a test`,
): Error {
  return new SecretsManagerServiceException({
    name,
    message,
    $fault: httpStatusCode < 500 ? "client" : "server",
    $metadata: { httpStatusCode },
  });
}

function backendOf({ manager, client, facilities, close }: AwsServer): ConformanceBackend {
  return {
    manager,
    peek: (path) => peek(client, path),
    plant: (path, entries, options) => plant(client, path, entries, options),
    fill: (paths) => fill(client, paths),
    nativeRead: (path) => nativeRead(client, path),
    nativeTools: nativeTools(client),
    ...facilities,
    close,
  };
}

/** What AWS shows of a secret to whoever does not know keykist, but for the tombstones. */
async function peek(client: AwsClient, path: string): Promise<PeekedSecret | undefined> {
  try {
    const { Tags = [], DeletedDate } = await client.send(
      new DescribeSecretCommand({ SecretId: path }),
    );
    if (DeletedDate !== undefined) return undefined;
    const { SecretString = "{}", VersionStages = [] } = await client.send(
      new GetSecretValueCommand({ SecretId: path, VersionStage: "AWSCURRENT" }),
    );
    if (VersionStages.some((stage) => stage.startsWith("keykist-deleted"))) return undefined;
    const tags = new Map(Tags.map(({ Key, Value }) => [Key, Value]));
    const owned = tags.get("keykist:managed") === "true";
    return { entries: textsOf(SecretString), type: tags.get("keykist:schema"), owned };
  } catch (error) {
    if (error instanceof Error && error.name === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

/** What aws-cli, ECS and Lambda read. */
async function nativeRead(
  client: AwsClient,
  path: string,
): Promise<Readonly<Record<string, string>> | undefined> {
  try {
    const { SecretString = "{}" } = await client.send(
      new GetSecretValueCommand({ SecretId: path }),
    );
    return textsOf(SecretString);
  } catch (error) {
    const isNothing =
      error instanceof Error &&
      ["ResourceNotFoundException", "InvalidRequestException"].includes(error.name);
    if (isNothing) return undefined;
    throw error;
  }
}

/** How long the emulator takes at most for a deletion without a recovery window; milliseconds. */
export const LONGEST_DELETION = 5001;

/**
 * What aws-cli and the console do.
 *
 * @param gone returns when AWS has come to what is deleted for good
 */
export function nativeTools(
  client: AwsClient,
  gone: () => Promise<void> = async () => undefined,
): NativeTools {
  return {
    restore: async (path) => {
      await client.send(new RestoreSecretCommand({ SecretId: path }));
    },
    remove: async (path) => {
      await client.send(
        new DeleteSecretCommand({ SecretId: path, ForceDeleteWithoutRecovery: true }),
      );
      await gone();
    },
    put: async (path, entries) => {
      const SecretString = JSON.stringify(entries);
      try {
        await client.send(new PutSecretValueCommand({ SecretId: path, SecretString }));
      } catch (error) {
        if (!(error instanceof Error) || error.name !== "ResourceNotFoundException") throw error;
        await client.send(new CreateSecretCommand({ Name: path, SecretString }));
      }
    },
  };
}

function textsOf(json: string): Record<string, string> {
  const value: unknown = JSON.parse(json);
  if (typeof value !== "object" || value === null) throw new Error("the value is no JSON object");
  return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, String(text)]));
}

async function plant(
  client: AwsClient,
  path: string,
  entries: Readonly<Record<string, string>>,
  { owned, type = "arbitrary" }: PlantOptions,
): Promise<void> {
  const tags = { "keykist:managed": "true", "keykist:scope": "none", "keykist:schema": type };
  await client.send(
    new CreateSecretCommand({
      Name: path,
      SecretString: JSON.stringify(entries),
      Tags: owned ? Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) : [],
    }),
  );
}

/** Secrets that are made at once. */
const AT_ONCE = 20;

async function fill(client: AwsClient, paths: readonly string[]): Promise<void> {
  for (let start = 0; start < paths.length; start += AT_ONCE) {
    const batch = paths.slice(start, start + AT_ONCE);
    await Promise.all(
      batch.map((path) => plant(client, path, { password: "tulip" }, { owned: true })),
    );
  }
}
