import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { AwsEmulator, type AwsEmulatorOptions } from "@keykist/emulators/aws";
import { AwsSecretsManager } from "../src/index.ts";
import type { AwsServer } from "./aws-harness.ts";
import { TEST_CREDENTIALS } from "./test-credentials.ts";

/** The region of emulators that are served. */
export const REGION = "eu-west-1";

/** An emulator that listens on loopback, with managers and a client that reach it by AWS's SDK. */
export async function servedEmulator(
  options: AwsEmulatorOptions,
): Promise<AwsServer & { readonly emulator: AwsEmulator; readonly endpoint: string }> {
  const emulator = new AwsEmulator(options);
  const { endpoint, close } = await emulator.listen();
  const client = new SecretsManagerClient({
    endpoint,
    region: REGION,
    credentials: TEST_CREDENTIALS,
  });
  return {
    emulator,
    endpoint,
    client,
    manager: (config, given) =>
      new AwsSecretsManager(
        // Waits are of real time here: fewer tries, so that cases in which all fail end soon.
        { ...config, endpoint, region: REGION, maxAttempts: 4 },
        { ...given, credentials: TEST_CREDENTIALS },
      ),
    facilities: {
      settle: async () => {
        emulator.settle();
      },
      calls: () => emulator.calls.total,
    },
    close: async () => {
      client.destroy();
      await close();
    },
  };
}
