import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { AwsSecretsManager } from "../../src/index.ts";
import type { AwsServer } from "../aws-harness.ts";

/** Credentials that no AWS account has. */
export const TEST_CREDENTIALS = { accessKeyId: "AKIATEST", secretAccessKey: "test" };

const region = "eu-west-1";

/** Empties a moto that listens at an endpoint. */
export async function emptyMoto(endpoint: string): Promise<AwsServer> {
  await fetch(new URL("/moto-api/reset", endpoint), { method: "POST" });
  const client = new SecretsManagerClient({ endpoint, region, credentials: TEST_CREDENTIALS });
  return {
    client,
    manager: (config, options) =>
      new AwsSecretsManager(
        { ...config, endpoint, region },
        { ...options, credentials: TEST_CREDENTIALS },
      ),
    close: async () => {
      client.destroy();
    },
  };
}
