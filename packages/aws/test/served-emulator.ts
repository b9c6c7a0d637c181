import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { AwsEmulator, type AwsEmulatorOptions } from "@keykist/emulators/aws";
import { type AwsServer, LONGEST_DELETION, nativeTools } from "./aws-harness.ts";
import { sdkManagers } from "./sdk-manager.ts";
import { CREDENTIALS_BESIDE, REGION } from "./test-credentials.ts";

/** An emulator that listens on loopback, with managers and a client that reach it by AWS's SDK. */
export async function servedEmulator(
  options: AwsEmulatorOptions,
): Promise<AwsServer & { readonly emulator: AwsEmulator; readonly endpoint: string }> {
  const emulator = new AwsEmulator(options);
  const { endpoint, connections, close } = await emulator.listen();
  const client = new SecretsManagerClient({
    endpoint,
    region: REGION,
    credentials: CREDENTIALS_BESIDE,
  });
  return {
    emulator,
    endpoint,
    client,
    manager: sdkManagers(endpoint),
    facilities: {
      settle: async () => {
        emulator.settle();
      },
      calls: () => emulator.calls.total,
      connections: () => connections({ except: [CREDENTIALS_BESIDE.accessKeyId] }),
      nativeTools: nativeTools(client, async () => {
        await emulator.simulation.wait(LONGEST_DELETION);
      }),
      refuse: (actions) => {
        emulator.deny(actions, { except: [CREDENTIALS_BESIDE.accessKeyId] });
      },
    },
    close: async () => {
      client.destroy();
      await close();
    },
  };
}
