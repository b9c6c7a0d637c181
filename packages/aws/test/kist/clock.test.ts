import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { AwsEmulator } from "@keykist/emulators/aws";
import { expect, onTestFinished, test } from "vitest";
import { makeServedManager } from "../../../cli/test/flavors/served-flavor.ts";
import { succeed } from "../../../cli/test/kist.ts";
import { REGION as region, TEST_CREDENTIALS as credentials } from "../test-credentials.ts";
import { servedAws } from "./served-aws.ts";

test("kist with a clock that is off by 20 minutes reads a secret: its first call is its only one", async () => {
  const clockAhead = 20 * 60_000;
  const { endpoint, close } = await new AwsEmulator({ region, clockAhead }).listen();
  onTestFinished(close);
  const systemClockOffset = clockAhead;
  const client = new SecretsManagerClient({ endpoint, region, credentials, systemClockOffset });
  const SecretString = '{"password":"tulip"}';
  await client.send(new CreateSecretCommand({ Name: "db", SecretString }));
  client.destroy();
  const place = await makeServedManager(servedAws(endpoint));
  expect(await succeed(place, ["get", "db", "password"])).toBe("tulip");
});
