import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { AwsEmulator, type AwsHttpServer } from "@keykist/emulators/aws";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";

// The credentials of a program, by its environment alone: what it is told where they are missing, wrong or late, that
// nothing escapes it, and that it goes on, and ends, by itself.

const run = promisify(execFile);
const program = fileURLToPath(new URL("programs/read-and-repair.ts", import.meta.url));

const region = "eu-west-1";
const known = { accessKeyId: "AKIAKNOWN", secretAccessKey: "known" };
const expired = {
  accessKeyId: "ASIAEXPIRED",
  secretAccessKey: "expired",
  sessionToken: "session",
};
const keys = { AWS_ACCESS_KEY_ID: "AKIAKNOWN", AWS_SECRET_ACCESS_KEY: "known" };
const noMetadata = { AWS_EC2_METADATA_DISABLED: "true" };

let emulator: AwsEmulator;
let server: AwsHttpServer;
let closedPort: number;
let home: string;

beforeAll(async () => {
  emulator = new AwsEmulator({ region, credentials: [known, { ...expired, isExpired: true }] });
  server = await emulator.listen();
  const client = new SecretsManagerClient({
    region,
    endpoint: server.endpoint,
    credentials: known,
  });
  const SecretString = '{"password":"tulip"}';
  await client.send(new CreateSecretCommand({ Name: "db", SecretString }));
  client.destroy();
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  closedPort = typeof address === "object" && address !== null ? address.port : 0;
  listener.close();
});

afterAll(() => server.close());

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), "keykist-aws-"));
  await mkdir(path.join(home, ".aws/sso/cache"), { recursive: true });
  return () => rm(home, { recursive: true, force: true });
});

type Environment = Readonly<Record<string, string>>;

/** What the program writes. */
const toldSchema = z.strictObject({
  code: z.string().optional(),
  message: z.string().optional(),
  hint: z.string().optional(),
  content: z.record(z.string(), z.string()).optional(),
});

const reportSchema = z.strictObject({
  reads: z.array(toldSchema),
  escaped: z.array(z.string()),
});

type Told = z.infer<typeof toldSchema>;

interface Running {
  readonly environment: Environment;
  readonly config?: object;
  readonly repair?: { readonly file: string; readonly text: string; readonly afterMs: number };
  readonly closes?: boolean;
}

/** Runs the program; it ends by itself, with success, and nothing has escaped it. */
async function told({
  environment,
  config,
  repair,
  closes = true,
}: Running): Promise<readonly Told[]> {
  const env = { PATH: process.env["PATH"], HOME: home, USERPROFILE: home, ...environment };
  const instructions = { config: { endpoint: server.endpoint, ...config }, repair, closes };
  const words = [program, JSON.stringify(instructions)];
  const { stdout } = await run(process.execPath, words, { env, timeout: 25_000 });
  const report = reportSchema.parse(JSON.parse(stdout));
  expect(report.escaped).toEqual([]);
  return report.reads;
}

async function file(name: string, text: string): Promise<string> {
  const where = path.join(home, name);
  await writeFile(where, text);
  return where;
}

interface Row {
  readonly what: string;
  readonly environment: () => Environment | Promise<Environment>;
  readonly config?: object;
  readonly code: string;
  /** What the message or the hint says. */
  readonly says: RegExp;
}

const TABLE: readonly Row[] = [
  {
    what: "no credentials",
    environment: () => ({ AWS_REGION: region, ...noMetadata }),
    code: "UNAUTHENTICATED",
    says: /aws sso login/u,
  },
  {
    what: "a web identity token file that is missing",
    environment: () => ({
      AWS_REGION: region,
      AWS_WEB_IDENTITY_TOKEN_FILE: path.join(home, "absent"),
      AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/app",
      ...noMetadata,
    }),
    code: "UNAUTHENTICATED",
    says: /AWS_WEB_IDENTITY_TOKEN_FILE/u,
  },
  {
    what: "a profile that does not exist",
    environment: () => ({ AWS_REGION: region, AWS_PROFILE: "absent", ...noMetadata }),
    code: "UNAUTHENTICATED",
    says: /profile/u,
  },
  {
    what: "a profile that does not exist, of the configuration",
    environment: () => ({ AWS_REGION: region, ...noMetadata }),
    config: { profile: "absent" },
    code: "UNAUTHENTICATED",
    says: /profile/u,
  },
  {
    what: "a credentials file that is not one",
    environment: async () => {
      await file(".aws/credentials", "this is \u0000 no [file\n=of credentials");
      return { AWS_REGION: region, ...noMetadata };
    },
    code: "UNAUTHENTICATED",
    says: /credentials/u,
  },
  {
    what: "a process that prints something else than JSON",
    environment: async () => {
      const config = `[default]\ncredential_process = ${process.execPath} --print "'no JSON'"\n`;
      await file(".aws/config", config);
      return { AWS_REGION: region, ...noMetadata };
    },
    code: "UNAUTHENTICATED",
    says: /credentials/u,
  },
  {
    what: "a login whose token is not JSON",
    environment: async () => {
      await file(".aws/config", ssoProfile());
      await file(`.aws/sso/cache/${ssoCacheName()}`, "no JSON");
      return { AWS_REGION: region, ...noMetadata };
    },
    code: "UNAUTHENTICATED",
    says: /aws sso login/u,
  },
  {
    what: "a login that has expired",
    environment: async () => {
      await file(".aws/config", ssoProfile());
      const token = { accessToken: "x", expiresAt: "2020-01-01T00:00:00Z" };
      await file(`.aws/sso/cache/${ssoCacheName()}`, JSON.stringify(token));
      return { AWS_REGION: region, ...noMetadata };
    },
    code: "UNAUTHENTICATED",
    says: /aws sso login/u,
  },
  {
    what: "credentials that have expired",
    environment: () => ({
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: expired.accessKeyId,
      AWS_SECRET_ACCESS_KEY: expired.secretAccessKey,
      AWS_SESSION_TOKEN: expired.sessionToken,
    }),
    code: "UNAUTHENTICATED",
    says: /expired/u,
  },
  {
    what: "credentials of nobody",
    environment: () => ({ AWS_REGION: region, ...keys, AWS_ACCESS_KEY_ID: "AKIAOTHER" }),
    code: "UNAUTHENTICATED",
    says: /get-caller-identity/u,
  },
  {
    what: "another region",
    environment: () => ({ AWS_REGION: "us-east-1", ...keys }),
    code: "UNAUTHENTICATED",
    says: /region/u,
  },
  {
    what: "a region that is empty",
    environment: () => ({ AWS_REGION: "", ...keys }),
    code: "INVALID_CONFIG",
    says: /AWS_REGION/u,
  },
  {
    what: "a region with a blank behind it",
    environment: () => ({ AWS_REGION: "eu-west-1 ", ...keys }),
    code: "INVALID_CONFIG",
    says: /blanks.*AWS_REGION/u,
  },
  {
    what: "a region with a blank, of the configuration",
    environment: () => keys,
    config: { region: " eu-west-1" },
    code: "INVALID_CONFIG",
    says: /region/u,
  },
  {
    what: "a key that is empty",
    environment: () => ({ AWS_REGION: region, ...keys, AWS_ACCESS_KEY_ID: "", ...noMetadata }),
    code: "UNAUTHENTICATED",
    says: /AWS_ACCESS_KEY_ID/u,
  },
  {
    what: "a key with a blank behind it",
    environment: () => ({ AWS_REGION: region, ...keys, AWS_SECRET_ACCESS_KEY: "known " }),
    code: "UNAUTHENTICATED",
    says: /credentials/u,
  },
  {
    what: "a token service that is down",
    environment: async () => ({
      AWS_REGION: region,
      AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${closedPort}`,
      AWS_WEB_IDENTITY_TOKEN_FILE: await file("token", "a token"),
      AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/app",
      ...noMetadata,
    }),
    code: "UNAVAILABLE",
    says: /credentials.*network/u,
  },
  {
    what: "a container's credentials address that is down",
    environment: () => ({
      AWS_REGION: region,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${closedPort}/`,
      ...noMetadata,
    }),
    code: "UNAUTHENTICATED",
    says: /credentials/u,
  },
];

function ssoProfile(): string {
  return [
    "[default]",
    "sso_start_url = https://example.awsapps.com/start",
    "sso_region = eu-west-1",
    "sso_account_id = 123456789012",
    "sso_role_name = app",
    "",
  ].join("\n");
}

/** The SDK finds the token of a login by the SHA-1 of its address. */
function ssoCacheName(): string {
  const address = "https://example.awsapps.com/start";
  return `${createHash("sha1").update(address).digest("hex")}.json`;
}

describe.each(TABLE)("$what", ({ environment, config, code, says }) => {
  it.each([true, false])("is told, and nothing escapes; await using: %s", async (closes) => {
    const given = { environment: await environment(), ...(config && { config }), closes };
    const [read] = await told(given);
    expect(read).toMatchObject({ code });
    expect(`${read?.message} ${read?.hint}`).toMatch(says);
    expect(read?.hint).not.toContain("report it");
  });
});

describe("a program that has its credentials", () => {
  it("reads, and ends by itself without closing its manager", async () => {
    const environment = { AWS_REGION: region, ...keys };
    const began = performance.now();
    expect(await told({ environment, closes: false })).toEqual([
      { content: { password: "tulip" } },
    ]);
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it.each([
    [
      ".aws/credentials",
      "[default]\naws_access_key_id = AKIAKNOWN\naws_secret_access_key = known\n",
    ],
  ])("two seconds after it began, in %s, goes on with the same manager", async (name, text) => {
    const environment = { AWS_REGION: region, ...noMetadata };
    const repair = { file: path.join(home, name), text, afterMs: 2000 };
    const [first, second] = await told({ environment, repair });
    expect(first).toMatchObject({ code: "UNAUTHENTICATED" });
    expect(second).toEqual({ content: { password: "tulip" } });
  });
});
