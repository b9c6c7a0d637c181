import type { SecretManagerServiceClient } from "@google-cloud/secret-manager";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GcpEmulator, type Listener } from "../../src/gcp/index.ts";
import { clientLibrary, clientLibraryOverRest } from "./client-library.ts";
import { rawChecks } from "./raw-checks/index.ts";
import { RawBackend } from "./raw-checks/raw-check.ts";

describe("the raw checks", () => {
  it("are many, each with a name of its own", () => {
    expect(rawChecks.length).toBeGreaterThanOrEqual(60);
    expect(new Set(rawChecks.map(({ id }) => id)).size).toBe(rawChecks.length);
  });
});

const wires = [
  {
    wire: "gRPC",
    listen: () => new GcpEmulator({ seed: 1 }).listenGrpc(),
    connect: clientLibrary,
  },
  {
    wire: "REST",
    listen: () => new GcpEmulator({ seed: 1 }).listenRest(),
    connect: ({ endpoint }: Listener) => clientLibraryOverRest(endpoint),
  },
];

describe.each(wires)(
  "the emulator, through Google's client library over $wire",
  ({ listen, connect }) => {
    let listener: Listener;
    let client: SecretManagerServiceClient;
    let backend: RawBackend;

    beforeAll(async () => {
      listener = await listen();
      client = connect(listener);
      backend = new RawBackend(client, { run: "emulator" });
    });

    afterAll(async () => {
      await client.close();
      await listener.close();
    });

    for (const { id, title, sentence, run } of rawChecks)
      it(`${id}: ${title} (“${sentence}”)`, async () => {
        await expect(run(backend)).resolves.toBeUndefined();
      });
  },
);
