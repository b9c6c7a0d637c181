import { AwsEmulator, type AwsEmulatorOptions } from "@keykist/emulators/aws";
import { describe, expect, onTestFinished, test } from "vitest";
import { type DoctorReport, doctorReport } from "../../../cli/test/doctor-report.ts";
import { makeServedManager } from "../../../cli/test/flavors/served-flavor.ts";
import { REGION, TEST_CREDENTIALS } from "../test-credentials.ts";
import { servedAws } from "./served-aws.ts";

interface Situation {
  readonly emulator?: AwsEmulatorOptions;
  /** Actions that nobody is allowed, without `secretsmanager:`. */
  readonly denied?: readonly string[];
  /** Options of the manager beside those that reach the emulator. */
  readonly config?: readonly string[];
  /** Variables in place of those that say who calls. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What `kist doctor` finds about an AWS manager that is active. */
async function diagnosed({
  emulator: options = {},
  denied = [],
  config = [],
  environment = {},
}: Situation): Promise<DoctorReport> {
  const emulator = new AwsEmulator({ region: REGION, ...options });
  emulator.deny(denied.map((action) => `secretsmanager:${action}`));
  const { endpoint, close } = await emulator.listen();
  onTestFinished(close);
  const served = servedAws(endpoint);
  const place = await makeServedManager({ ...served, config: [...served.config, ...config] });
  return doctorReport(place, environment);
}

/** All that doctor asks for but RestoreSecret: who may write nothing at all is a reader, and lacks nothing. */
const actions = [
  "ListSecrets",
  "DescribeSecret",
  "GetSecretValue",
  "BatchGetSecretValue",
  "ListSecretVersionIds",
  "PutSecretValue",
  "UpdateSecretVersionStage",
  "TagResource",
  "UntagResource",
  "GetResourcePolicy",
  "DeleteSecret",
];

describe("kist doctor, with an AWS manager", () => {
  test("says whose credentials were found, where they reach, who that is, and that nothing is missing", async () => {
    const { exitCode, findings } = await diagnosed({
      emulator: { credentials: [TEST_CREDENTIALS] },
    });
    expect(exitCode).toBe(0);
    const { accessKeyId } = TEST_CREDENTIALS;
    // What comes before is about this machine.
    expect(findings.slice(-3)).toMatchObject([
      { status: "ok", about: "credentials", says: `${accessKeyId}, in ${REGION}` },
      {
        status: "ok",
        about: "identity",
        says: expect.stringMatching(/^arn:aws:.*, of the account \d{12}$/) as unknown,
      },
      {
        status: "note",
        about: "permission",
        says: expect.stringMatching(/^12 of 12 actions are allowed/) as unknown,
      },
    ]);
  });

  test("names every permission that is missing, one by one, each with what to allow", async () => {
    const { exitCode, problems } = await diagnosed({ denied: actions });
    expect(exitCode).toBe(7);
    expect(problems).toEqual(
      actions.map((action) => ({
        status: "problem",
        about: "permission",
        says: `secretsmanager:${action} is not allowed on secrets`,
        next: expect.stringContaining(`allow the IAM action secretsmanager:${action};`) as unknown,
        code: "PERMISSION_DENIED",
      })),
    );
  });

  test("says that there are no credentials, and asks nothing more", async () => {
    const none = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };
    const { exitCode, findings, problems } = await diagnosed({ environment: none });
    expect(exitCode).toBe(7);
    expect(problems).toMatchObject([
      {
        about: "credentials",
        says: "no AWS credentials were found",
        next: expect.stringContaining("aws sso login") as unknown,
        code: "UNAUTHENTICATED",
      },
    ]);
    expect(findings.filter(({ about }) => about === "permission")).toEqual([]);
  });

  test.each<[string, Situation, RegExp]>([
    [
      "credentials that AWS does not know",
      { emulator: { credentials: [{ accessKeyId: "AKIAOTHER", secretAccessKey: "other" }] } },
      /get-caller-identity/,
    ],
    [
      "credentials that have expired",
      { emulator: { credentials: [{ ...TEST_CREDENTIALS, isExpired: true }] } },
      /aws sso login/,
    ],
    [
      "a region that is another than the endpoint's",
      { emulator: { credentials: [TEST_CREDENTIALS] }, config: ["region=us-east-1"] },
      /region/,
    ],
  ])("finds %s", async (_what, situation, next) => {
    const { exitCode, problems } = await diagnosed(situation);
    expect(exitCode).toBe(7);
    expect(problems).toMatchObject([
      { about: "identity", code: "UNAUTHENTICATED", next: expect.stringMatching(next) as unknown },
    ]);
  });

  test("finds an endpoint that nobody answers at", async () => {
    // Where nobody listens: port 1 needs rights that no test has.
    const config = ["endpoint=http://127.0.0.1:1"];
    const { exitCode, problems } = await diagnosed({ config });
    expect(exitCode).toBe(8);
    expect(problems).toMatchObject([{ about: "permission", code: "UNAVAILABLE" }]);
  });
});
