import type { SecretsManagerConfig, SecretsManagerOptions } from "@keykist/core";
import { AwsSecretsManager } from "../src/index.ts";
import { shortWaits } from "./short-waits.ts";
import { REGION, TEST_CREDENTIALS } from "./test-credentials.ts";

/** Makes managers that reach a server on loopback by AWS's SDK. */
export function sdkManagers(
  endpoint: string,
): (config: Partial<SecretsManagerConfig>, options: SecretsManagerOptions) => AwsSecretsManager {
  const hurried = shortWaits(10);
  return (config, options) => {
    const making = hurried({ config, options });
    return new AwsSecretsManager(
      { ...making.config, endpoint, region: REGION },
      { ...making.options, credentials: TEST_CREDENTIALS },
    );
  };
}
