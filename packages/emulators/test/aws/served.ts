import {
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from "@aws-sdk/client-secrets-manager";
import { AwsEmulator, type AwsEmulatorOptions } from "../../src/aws/index.ts";

/** Credentials that no AWS account has. */
export const CREDENTIALS = { accessKeyId: "AKIATEST", secretAccessKey: "test" };

export interface Served {
  readonly emulator: AwsEmulator;
  readonly endpoint: string;
  /** Of the real SDK. It makes each call once. */
  readonly client: SecretsManagerClient;
  /** A client with other options. */
  readonly another: (options: SecretsManagerClientConfig) => SecretsManagerClient;
}

/** Runs a test with an emulator behind HTTP, and clients of the real SDK. */
export async function withServed(
  options: AwsEmulatorOptions,
  test: (served: Served) => Promise<void>,
): Promise<void> {
  const emulator = new AwsEmulator(options);
  const server = await emulator.listen();
  const { endpoint } = server;
  const clients: SecretsManagerClient[] = [];
  const another = (others: SecretsManagerClientConfig): SecretsManagerClient => {
    const usual = { endpoint, region: "us-east-1", credentials: CREDENTIALS, maxAttempts: 1 };
    const client = new SecretsManagerClient({ ...usual, ...others });
    clients.push(client);
    return client;
  };
  try {
    await test({ emulator, endpoint, client: another({}), another });
  } finally {
    for (const client of clients) client.destroy();
    await server.close();
  }
}
