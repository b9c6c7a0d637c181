import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { resetMoto } from "@keykist/emulators/peers";
import type { AwsServer } from "../aws-harness.ts";
import { sdkManagers } from "../sdk-manager.ts";
import { REGION, TEST_CREDENTIALS } from "../test-credentials.ts";

/** Empties a moto that listens at an endpoint. */
export async function emptyMoto(endpoint: string): Promise<AwsServer> {
  await resetMoto({ endpoint });
  const client = new SecretsManagerClient({
    endpoint,
    region: REGION,
    credentials: TEST_CREDENTIALS,
  });
  return {
    client,
    manager: sdkManagers(endpoint),
    close: async () => {
      client.destroy();
    },
  };
}
