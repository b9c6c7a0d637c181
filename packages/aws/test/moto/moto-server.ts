import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { resetMoto } from "@keykist/emulators/peers";
import { AwsSecretsManager } from "../../src/index.ts";
import type { AwsServer } from "../aws-harness.ts";
import { TEST_CREDENTIALS } from "../test-credentials.ts";

const region = "eu-west-1";

/** Empties a moto that listens at an endpoint. */
export async function emptyMoto(endpoint: string): Promise<AwsServer> {
  await resetMoto({ endpoint });
  const client = new SecretsManagerClient({ endpoint, region, credentials: TEST_CREDENTIALS });
  return {
    client,
    manager: (config, options) =>
      new AwsSecretsManager(
        // Waits are of real time here: fewer tries, so that cases in which all fail end soon.
        { ...config, endpoint, region, maxAttempts: 4 },
        { ...options, credentials: TEST_CREDENTIALS },
      ),
    close: async () => {
      client.destroy();
    },
  };
}
