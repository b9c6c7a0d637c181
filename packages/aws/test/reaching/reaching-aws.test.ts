import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { arbitrarySchema } from "@keykist/core";
import { AwsEmulator } from "@keykist/emulators/aws";
import { afterEach, describe, expect, it } from "vitest";
import { AwsSecretsManager } from "../../src/index.ts";
import { TEST_CREDENTIALS } from "../test-credentials.ts";

// No credentials, no network: what a person is told, and that nobody waits for ever.

const run = promisify(execFile);
const readOnce = fileURLToPath(new URL("programs/read-once.ts", import.meta.url));
const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
});

/** A server that takes connections and never says a word. */
async function silentServer(): Promise<string> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.unref();
  });
  servers.push(server.listen(0, "127.0.0.1"));
  await once(server, "listening");
  return `http://127.0.0.1:${portOf(server.address())}`;
}

/** An endpoint where nobody listens any more. */
async function closedEndpoint(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = portOf(server.address());
  server.close();
  await once(server, "close");
  return `http://127.0.0.1:${port}`;
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}

/** What a person is told. */
interface Told {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

function toldIn(value: unknown): Told {
  const text = (key: keyof Told): string => String(Reflect.get(Object(value), key));
  return { code: text("code"), message: text("message"), hint: text("hint") };
}

/** Reads in a process whose environment has nothing of AWS's but what is given. */
async function readWith(
  environment: Readonly<Record<string, string>>,
  {
    region: given = "",
    timeoutMs = 30_000,
  }: { readonly region?: string; readonly timeoutMs?: number },
): Promise<Told> {
  const home = await mkdtemp(path.join(tmpdir(), "keykist-aws-"));
  try {
    const env = { PATH: process.env["PATH"], HOME: home, USERPROFILE: home, ...environment };
    const { stdout } = await run(process.execPath, [readOnce, given, String(timeoutMs)], { env });
    return toldIn(JSON.parse(stdout));
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

const region = "eu-west-1";
const credentials = TEST_CREDENTIALS;

function refuse(): Promise<never> {
  const error = new Error("no session");
  error.name = "CredentialsProviderError";
  return Promise.reject(error);
}

describe("without credentials", () => {
  it("an operation is UNAUTHENTICATED, and the hint says where they come from", async () => {
    const environment = { AWS_EC2_METADATA_DISABLED: "true" };
    const { code, message, hint } = await readWith(environment, { region });
    expect(code).toBe("UNAUTHENTICATED");
    expect(message).toBe('cannot read "db": no AWS credentials were found');
    expect(hint).toContain("aws sso login");
  });

  it("a metadata address that never answers does not hold an operation up", async () => {
    const environment = {
      AWS_EC2_METADATA_SERVICE_ENDPOINT: await silentServer(),
      // As patient as the SDK can be made.
      AWS_METADATA_SERVICE_NUM_ATTEMPTS: "100",
      AWS_METADATA_SERVICE_TIMEOUT: "600",
    };
    const answer = await readWith(environment, { region, timeoutMs: 8000 });
    expect(answer).toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("a container's credentials address that never answers does not hold an operation up", async () => {
    const environment = { AWS_CONTAINER_CREDENTIALS_FULL_URI: await silentServer() };
    const answer = await readWith(environment, { region, timeoutMs: 2000 });
    expect(answer).toMatchObject({
      code: "UNAUTHENTICATED",
      message: 'cannot read "db": no AWS credentials were found in time',
    });
  });

  it("a function that never gives any ends with UNAUTHENTICATED, too", async () => {
    await using manager = new AwsSecretsManager(
      { region, timeoutMs: 8000 },
      { credentials: () => new Promise(() => undefined) },
    );
    await expect(manager.getSecret("db")).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("a write says that nothing was done", async () => {
    await using manager = new AwsSecretsManager({ region }, { credentials: refuse });
    const secret = arbitrarySchema.create("db", { password: "tulip" });
    await expect(manager.registerSecret(secret)).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
      outcome: "not_applied",
    });
  });
});

describe("without a region", () => {
  it("an operation is INVALID_CONFIG, and the hint says how to set one", async () => {
    const keys = { AWS_ACCESS_KEY_ID: "none", AWS_SECRET_ACCESS_KEY: "none" };
    const { code, hint } = await readWith(keys, {});
    expect(code).toBe("INVALID_CONFIG");
    expect(hint).toContain("AWS_REGION");
  });
});

describe("an endpoint", () => {
  it("that nobody listens at is UNAVAILABLE, after some tries, and nothing was written", async () => {
    const endpoint = await closedEndpoint();
    await using manager = new AwsSecretsManager({ region, endpoint }, { credentials });
    const secret = arbitrarySchema.create("db", { password: "tulip" });
    await expect(manager.registerSecret(secret)).rejects.toMatchObject({
      code: "UNAVAILABLE",
      outcome: "not_applied",
      hint: "check the network, and the manager's region, endpoint and proxy",
    });
  });

  it("that does not exist is UNAVAILABLE", async () => {
    const endpoint = "http://keykist.invalid";
    const config = { region, endpoint, maxAttempts: 2 };
    await using manager = new AwsSecretsManager(config, { credentials });
    await expect(manager.getSecret("db")).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });

  it.each([500, 3000, 5000])(
    "that takes the connection and never answers is UNAVAILABLE within %i ms; what a write came to is unknown",
    async (timeoutMs) => {
      const endpoint = await silentServer();
      const config = { region, endpoint, timeoutMs };
      await using manager = new AwsSecretsManager(config, { credentials });
      const secret = arbitrarySchema.create("db", { password: "tulip" });
      const began = performance.now();
      const [read, write] = await Promise.allSettled([
        manager.getSecret("db"),
        manager.registerSecret(secret),
      ]);
      expect(performance.now() - began).toBeLessThan(timeoutMs + 200);
      expect(read).toMatchObject({ reason: { code: "UNAVAILABLE" } });
      expect(write).toMatchObject({ reason: { outcome: "unknown" } });
    },
  );

  it("that an answer comes from at last is read: one connection that hangs is given up", async () => {
    const emulator = new AwsEmulator();
    const { endpoint, close } = await emulator.listen();
    try {
      const config = { region, endpoint, timeoutMs: 3000 };
      await using manager = new AwsSecretsManager(config, { credentials });
      await manager.registerSecret(arbitrarySchema.create("db", { password: "tulip" }));
      let calls = 0;
      emulator.faults = () => {
        calls += 1;
        return calls === 1 ? { kind: "hang", when: "before" } : undefined;
      };
      expect((await manager.getSecret("db")).keys).toEqual(["password"]);
    } finally {
      await close();
    }
  });
});
