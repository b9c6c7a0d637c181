import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { AwsEmulator, type AwsEmulatorOptions } from "@keykist/emulators/aws";
import { expect, onTestFinished, test } from "vitest";
import { makeServedManager } from "../../../cli/test/flavors/served-flavor.ts";
import { type Ended, kist } from "../../../cli/test/kist.ts";
import { REGION, TEST_CREDENTIALS } from "../test-credentials.ts";
import { servedAws } from "./served-aws.ts";

/** What `kist get` ends with where the environment says who calls. */
async function got(
  options: AwsEmulatorOptions,
  environment: Readonly<Record<string, string>>,
): Promise<Ended> {
  const emulator = new AwsEmulator({ region: REGION, ...options });
  const { endpoint, close } = await emulator.listen();
  onTestFinished(close);
  const client = new SecretsManagerClient({
    endpoint,
    region: REGION,
    credentials: TEST_CREDENTIALS,
    systemClockOffset: options.clockAhead ?? 0,
  });
  const SecretString = '{"password":"tulip"}';
  await client.send(new CreateSecretCommand({ Name: "db", SecretString }));
  client.destroy();
  const served = servedAws(endpoint);
  const config = served.config.filter((option) => !option.startsWith("region="));
  const place = await makeServedManager({ ...served, config });
  const variables = { AWS_REGION: REGION, AWS_EC2_METADATA_DISABLED: "true", ...environment };
  return kist(place, ["get", "db", "password"], { environment: variables });
}

const none = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };

test.each([
  ["no credentials", {}, none, 7, /aws sso login/],
  [
    "credentials of nobody",
    { credentials: [TEST_CREDENTIALS] },
    { AWS_SECRET_ACCESS_KEY: "other" },
    7,
    /get-caller-identity/,
  ],
  ["an empty region", {}, { AWS_REGION: "" }, 6, /AWS_REGION/],
  ["a region with a blank", {}, { AWS_REGION: `${REGION} ` }, 6, /blanks/],
  [
    "a token file that is missing",
    {},
    {
      ...none,
      AWS_WEB_IDENTITY_TOKEN_FILE: "/absent/token",
      AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/app",
    },
    7,
    /AWS_WEB_IDENTITY_TOKEN_FILE/,
  ],
])("kist get with %s ends as it should", async (_what, options, environment, code, says) => {
  const { exitCode, stderr, stdout } = await got(options, environment);
  expect(stderr).toMatch(says);
  expect(stderr).not.toMatch(/^\s+at /mu);
  expect(exitCode).toBe(code);
  expect(stdout).toBe("");
});

test("kist get with a clock that is off by 20 minutes reads the secret", async () => {
  const { exitCode, stdout } = await got({ clockAhead: 20 * 60_000 }, {});
  expect(exitCode).toBe(0);
  expect(stdout).toBe("tulip");
});
