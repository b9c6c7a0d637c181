import { text } from "node:stream/consumers";
import { arbitrarySchema, KeykistError } from "@keykist/core";
import { AwsEmulator, type AwsHttpServer } from "@keykist/emulators/aws";
import { afterEach, describe, expect, it } from "vitest";
import { AwsSecretsManager } from "../../src/index.ts";
import { REGION, TEST_CREDENTIALS } from "../test-credentials.ts";

// The clock of this machine is wrong. AWS refuses the signature, and says its own time.

const MINUTE = 60_000;
const secret = arbitrarySchema.create("db", { password: "tulip" });
let server: AwsHttpServer;

async function serve(clockAhead: number): Promise<string> {
  server = await new AwsEmulator({ clockAhead }).listen();
  return server.endpoint;
}

function managerOf(endpoint: string, maxAttempts = 8): AwsSecretsManager {
  return new AwsSecretsManager(
    { region: REGION, endpoint, maxAttempts },
    { credentials: TEST_CREDENTIALS },
  );
}

afterEach(() => server.close());

describe.each([20 * MINUTE, -20 * MINUTE])("a clock that is off by %i ms", (ahead) => {
  it.each([1, 8])("is corrected by one more try, with maxAttempts %i", async (maxAttempts) => {
    await using manager = managerOf(await serve(ahead), maxAttempts);
    await manager.registerSecret(secret);
    expect((await manager.getSecret("db")).content).toEqual({ password: "tulip" });
  });
});

it("a clock that cannot be corrected is named", async () => {
  // Something between answers AWS's error with a date of its own: the correction does not help.
  const proxy = await misdatedProxy(await serve(20 * MINUTE));
  try {
    await using manager = managerOf(proxy.endpoint);
    const [end] = await Promise.allSettled([manager.getSecret("db")]);
    const error: unknown = end.status === "rejected" ? end.reason : undefined;
    if (!KeykistError.is(error)) throw new Error("it did not fail as it should");
    expect(error.code).toBe("UNAUTHENTICATED");
    expect(error.message).toContain("clock");
    expect(error.hint).toContain("clock");
  } finally {
    await proxy.close();
  }
});

async function misdatedProxy(
  endpoint: string,
): Promise<{ readonly endpoint: string; readonly close: () => Promise<void> }> {
  const { createServer } = await import("node:http");
  const between = createServer((request, response) => {
    void (async () => {
      const answer = await fetch(endpoint, {
        method: "POST",
        headers: Object.entries(request.headersDistinct)
          .filter(([name]) => !["host", "connection", "content-length"].includes(name))
          .map(([name, values = []]): [string, string] => [name, values.join(",")]),
        body: await text(request),
      });
      response.writeHead(answer.status, { date: new Date().toUTCString() });
      response.end(await answer.text());
    })();
  });
  await new Promise<void>((resolve) => {
    between.listen(0, "127.0.0.1", resolve);
  });
  const address = between.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        between.close(() => {
          resolve();
        });
        between.closeAllConnections();
      }),
  };
}
