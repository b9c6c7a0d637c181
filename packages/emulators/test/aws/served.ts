import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { AwsEmulator, type AwsEmulatorOptions } from "../../src/aws/index.ts";

/** Credentials that no AWS account has. */
export const CREDENTIALS = { accessKeyId: "AKIATEST", secretAccessKey: "test" };

export interface Served {
  readonly emulator: AwsEmulator;
  readonly endpoint: string;
  readonly client: SecretsManagerClient;
}

/** Runs a test with an emulator behind HTTP, and a client of the real SDK. */
export async function withServed(
  options: AwsEmulatorOptions,
  test: (served: Served) => Promise<void>,
): Promise<void> {
  const emulator = new AwsEmulator(options);
  const server = await emulator.listen();
  const { endpoint } = server;
  const region = "us-east-1";
  const client = new SecretsManagerClient({
    endpoint,
    region,
    credentials: CREDENTIALS,
    maxAttempts: 1,
  });
  try {
    await test({ emulator, endpoint, client });
  } finally {
    client.destroy();
    await server.close();
  }
}
