import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { connect, createServer as createTcpServer, type Server as TcpServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { arbitrarySchema, KeykistError } from "@keykist/core";
import { AwsEmulator } from "@keykist/emulators/aws";
import { afterEach, describe, expect, it, vi } from "vitest";
import { findProxy } from "../../src/client/find-proxy.ts";
import { makeClient } from "../../src/client/make-client.ts";
import { AwsSecretsManager } from "../../src/index.ts";
import { REGION as region, TEST_CREDENTIALS as credentials } from "../test-credentials.ts";

const run = promisify(execFile);
const servers: (Server | TcpServer)[] = [];

afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) server.close();
});

async function portOf(server: Server | TcpServer): Promise<number> {
  servers.push(server.listen(0, "127.0.0.1"));
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

interface Proxy {
  readonly url: string;
  /** The servers that it was asked to connect to. */
  readonly asked: string[];
  /** The credentials that it was given. */
  readonly authorizations: (string | undefined)[];
}

/** A proxy that connects to a port of this machine, whatever it is asked for; to nothing, where there is no port. */
async function startProxy(target?: number): Promise<Proxy> {
  const asked: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const server = createServer((_request, response) => {
    response.writeHead(400).end("no request but CONNECT");
  });
  server.on("connect", (request, client) => {
    asked.push(request.url ?? "");
    authorizations.push(request.headers["proxy-authorization"]);
    client.on("error", () => undefined);
    if (target === undefined) {
      client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      return;
    }
    const upstream = connect(target, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on("error", () => client.destroy());
    client.on("close", () => upstream.destroy());
  });
  return { url: `http://127.0.0.1:${await portOf(server)}`, asked, authorizations };
}

async function failure(work: Promise<unknown>): Promise<KeykistError> {
  const [end] = await Promise.allSettled([work]);
  if (end.status === "rejected" && KeykistError.is(end.reason)) return end.reason;
  throw new Error("it did not fail as it should");
}

describe("the option proxy", () => {
  it("leads to the server, by one connection that is kept", async () => {
    const emulator = new AwsEmulator();
    const server = await emulator.listen();
    try {
      const { url, asked } = await startProxy(Number(new URL(server.endpoint).port));
      const config = { region, endpoint: server.endpoint, proxy: url };
      await using manager = new AwsSecretsManager(config, { credentials });
      await manager.registerSecret(arbitrarySchema.create("db", { password: "tulip" }));
      expect((await manager.getSecret("db")).content).toEqual({ password: "tulip" });
      expect(asked).toEqual([new URL(server.endpoint).host]);
    } finally {
      await server.close();
    }
  });

  it("that refuses is named, and nothing was sent", async () => {
    const { url, asked } = await startProxy();
    await using manager = new AwsSecretsManager({ region, proxy: url }, { credentials });
    const secret = arbitrarySchema.create("db", { password: "tulip" });
    const error = await failure(manager.registerSecret(secret));
    expect(error).toMatchObject({ code: "UNAVAILABLE", outcome: "not_applied" });
    expect(error.message).toContain("proxy");
    expect(asked).toEqual([`secretsmanager.${region}.amazonaws.com:443`]);
  });

  it("that never answers does not keep a program alive, which closes nothing", async () => {
    const proxy = createTcpServer((socket) => {
      socket.on("error", () => undefined);
      socket.unref();
    });
    const url = `http://127.0.0.1:${await portOf(proxy)}`;
    const program = path.join(import.meta.dirname, "programs/never-closed.ts");
    // What does not end by itself is killed, which fails.
    const { stdout } = await run(process.execPath, [program, region, "1500", url], {
      env: {
        PATH: process.env["PATH"],
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      },
      timeout: 15_000,
    });
    expect(["TIMEOUT", "UNAVAILABLE"]).toContain(stdout);
  }, 20_000);

  it("that does not speak HTTP is named", async () => {
    const proxy = createTcpServer((socket) => {
      socket.on("error", () => undefined);
      socket.end("SSH-2.0-nobody\r\n\r\n");
    });
    const url = `http://127.0.0.1:${await portOf(proxy)}`;
    const config = { region, proxy: url, maxAttempts: 1 };
    await using manager = new AwsSecretsManager(config, { credentials });
    const error = await failure(manager.getSecret("db"));
    expect(error.code).toBe("UNAVAILABLE");
    expect(error.message).toContain("proxy");
  });

  it.each(["https://proxy:1", "proxy", "http://user:secret@proxy:1"])(
    "is not %s: credentials of a proxy are for the environment",
    (proxy) => {
      expect(() => new AwsSecretsManager({ region, proxy })).toThrow(
        expect.objectContaining({ code: "INVALID_CONFIG" }),
      );
    },
  );
});

describe("the variable HTTPS_PROXY", () => {
  it("leads to AWS, whose name the proxy and the handshake are given", async () => {
    const heard = Promise.withResolvers<Buffer>();
    const target = createTcpServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", (data) => {
        heard.resolve(data);
        socket.destroy();
      });
    });
    const { url, asked, authorizations } = await startProxy(await portOf(target));
    vi.stubEnv("HTTPS_PROXY", url.replace("//", "//user:p%40ss@"));
    vi.stubEnv("NO_PROXY", undefined);
    const config = { region, maxAttempts: 1 };
    await using manager = new AwsSecretsManager(config, { credentials });
    expect((await failure(manager.getSecret("db"))).code).toBe("UNAVAILABLE");
    const host = `secretsmanager.${region}.amazonaws.com`;
    expect(asked[0]).toBe(`${host}:443`);
    expect(authorizations[0]).toBe(`Basic ${Buffer.from("user:p@ss").toString("base64")}`);
    // A TLS handshake, which names the server.
    const hello = await heard.promise;
    expect(hello[0]).toBe(0x16);
    expect(hello.includes(host)).toBe(true);
  });

  it("leads to the service that gives the credentials, too", async () => {
    const { url, asked } = await startProxy();
    const folder = await mkdtemp(path.join(tmpdir(), "keykist-aws-"));
    try {
      const token = path.join(folder, "token");
      await writeFile(token, "a token");
      for (const [name, value] of Object.entries({
        HTTPS_PROXY: url,
        NO_PROXY: undefined,
        HOME: folder,
        USERPROFILE: folder,
        AWS_PROFILE: undefined,
        AWS_ACCESS_KEY_ID: undefined,
        AWS_SECRET_ACCESS_KEY: undefined,
        AWS_WEB_IDENTITY_TOKEN_FILE: token,
        AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/app",
        AWS_EC2_METADATA_DISABLED: "true",
      }))
        vi.stubEnv(name, value);
      await using manager = new AwsSecretsManager({ region });
      const error = await failure(manager.getSecret("db"));
      expect(asked[0]).toBe(`sts.${region}.amazonaws.com:443`);
      expect(error.code).toBe("UNAVAILABLE");
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

function find(
  environment: Readonly<Record<string, string>>,
  endpoint?: string,
): string | undefined {
  return findProxy({ proxy: undefined, endpoint, region, environment })?.host;
}

describe("the proxy of the environment", () => {
  const HTTPS_PROXY = "http://proxy:3128";

  it.each([
    [{ HTTPS_PROXY }, "proxy:3128"],
    [{ https_proxy: "proxy:3128" }, "proxy:3128"],
    [{ HTTPS_PROXY: " " }, undefined],
    [{ HTTP_PROXY: HTTPS_PROXY }, undefined],
    [{ HTTPS_PROXY, NO_PROXY: "*" }, undefined],
    [{ HTTPS_PROXY, NO_PROXY: "localhost, .amazonaws.com" }, undefined],
    [{ HTTPS_PROXY, NO_PROXY: "*.amazonaws.com:443" }, undefined],
    [{ HTTPS_PROXY, NO_PROXY: "amazonaws.com:80" }, "proxy:3128"],
    [{ HTTPS_PROXY, no_proxy: "aws.com" }, "proxy:3128"],
  ])("%j gives %s", (environment, host) => {
    expect(find(environment)).toBe(host);
  });

  it("is not asked for a server on this machine", () => {
    expect(find({ HTTP_PROXY: HTTPS_PROXY, HTTPS_PROXY }, "http://127.0.0.1:1")).toBeUndefined();
    const environment = { HTTPS_PROXY, AWS_ENDPOINT_URL: "http://127.0.0.1:1" };
    expect(find(environment)).toBeUndefined();
    expect(find({ HTTP_PROXY: HTTPS_PROXY }, "http://vpce.example:1")).toBe("proxy:3128");
  });

  it("that is not one is INVALID_CONFIG", () => {
    expect(() => find({ HTTPS_PROXY: "socks5://x:1" })).toThrow(/HTTPS_PROXY/u);
  });
});

describe("endpoints of other kinds", () => {
  it("are called: FIPS", async () => {
    const { url, asked } = await startProxy();
    const config = { region: "us-east-1", proxy: url, useFipsEndpoint: true };
    await using manager = new AwsSecretsManager(config, { credentials });
    await failure(manager.getSecret("db"));
    expect(asked).toEqual(["secretsmanager-fips.us-east-1.amazonaws.com:443"]);
  });

  it.each([true, false])("are asked for: dual-stack %s", async (useDualstackEndpoint) => {
    // In most partitions they have the name of the others.
    const { config } = new AwsSecretsManager({ region, useDualstackEndpoint });
    const client = makeClient(await import("../../src/client/sdk.ts"), { config, credentials });
    expect(await client.config.useDualstackEndpoint()).toBe(useDualstackEndpoint);
    client.destroy();
  });
});
