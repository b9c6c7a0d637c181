import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AwsEmulator, type AwsHttpServer } from "../../src/aws/index.ts";
import { findMoto, type PeerServer, startMoto } from "../../src/peers/index.ts";
import { rawChecks } from "./raw-checks/index.ts";
import { motoDifferences } from "./raw-checks/moto-differences.ts";
import { RawBackend, seenBy } from "./raw-checks/raw-check.ts";
import { CREDENTIALS } from "./served.ts";

const found = findMoto();

function backendAt(endpoint: string): RawBackend {
  const client = new SecretsManagerClient({
    endpoint,
    region: "us-east-1",
    credentials: CREDENTIALS,
    maxAttempts: 1,
  });
  return new RawBackend(client, { run: "raw-checks" });
}

describe("the raw checks", () => {
  it("are many, each with a name of its own", () => {
    expect(rawChecks.length).toBeGreaterThanOrEqual(60);
    expect(new Set(rawChecks.map(({ id }) => id)).size).toBe(rawChecks.length);
  });

  it("are named in the list of moto's differences, each once", () => {
    const listed = motoDifferences.map(({ check }) => check);
    const ids = new Set(rawChecks.map(({ id }) => id));
    expect(listed.filter((check) => !ids.has(check))).toEqual([]);
    expect(new Set(listed).size).toBe(listed.length);
  });
});

describe("the emulator, through AWS's SDK over HTTP", () => {
  let server: AwsHttpServer;
  let backend: RawBackend;

  beforeAll(async () => {
    server = await new AwsEmulator({ seed: 1, maximumDeletionTime: 100 }).listen();
    backend = backendAt(server.endpoint);
  });

  afterAll(async () => {
    backend.client.destroy();
    await server.close();
  });

  for (const check of rawChecks)
    it(`${check.id}: ${check.title} (“${check.sentence}”)`, async () => {
      expect(await seenBy(check, backend)).toEqual(check.expected);
    });
});

describe("the emulator, without a wire", () => {
  const client = new AwsEmulator({ seed: 1, maximumDeletionTime: 100 }).client("raw-checks");
  const backend = new RawBackend(client, { run: "raw-checks" });

  for (const check of rawChecks)
    it(`${check.id}: ${check.title}`, async () => {
      expect(await seenBy(check, backend)).toEqual(check.expected);
    });
});

describe.skipIf(found === undefined)("moto, through AWS's SDK over HTTP", () => {
  let moto: PeerServer;
  let backend: RawBackend;

  beforeAll(async () => {
    if (found === undefined) return;
    moto = await startMoto(found);
    backend = backendAt(moto.endpoint);
  }, 120_000);

  afterAll(async () => {
    backend.client.destroy();
    await moto.stop();
  });

  for (const check of rawChecks) {
    const { id, title, expected } = check;
    const difference = motoDifferences.find((each) => each.check === id);
    const name = difference === undefined ? title : `differs. ${difference.decided}`;
    it(`${id}: ${name}`, { timeout: 60_000 }, async () => {
      const seen = await seenBy(check, backend);
      // A difference that is mended fails here, and leaves the list.
      if (difference !== undefined) expect(seen).not.toEqual(expected);
      expect(seen).toEqual(difference === undefined ? expected : difference.seen);
    });
  }
});
