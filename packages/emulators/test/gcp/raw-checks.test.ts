import type { SecretManagerServiceClient } from "@google-cloud/secret-manager";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GcpEmulator, type Listener } from "../../src/gcp/index.ts";
import { clientLibrary } from "./client-library.ts";
import { rawChecks } from "./raw-checks/index.ts";
import { RawBackend } from "./raw-checks/raw-check.ts";

describe("the emulator, through Google's client library over gRPC", () => {
  let listener: Listener;
  let client: SecretManagerServiceClient;
  let backend: RawBackend;

  beforeAll(async () => {
    listener = await new GcpEmulator({ seed: 1 }).listenGrpc();
    client = clientLibrary(listener);
    backend = new RawBackend(client, { run: "emulator" });
  });

  afterAll(async () => {
    await client.close();
    await listener.close();
  });

  it("is tried by many checks, each with a name of its own", () => {
    expect(rawChecks.length).toBeGreaterThanOrEqual(60);
    expect(new Set(rawChecks.map(({ id }) => id)).size).toBe(rawChecks.length);
  });

  for (const { id, title, sentence, run } of rawChecks)
    it(`${id}: ${title} (“${sentence}”)`, async () => {
      await expect(run(backend)).resolves.toBeUndefined();
    });
});
