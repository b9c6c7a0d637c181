import type { SecretManagerServiceClient } from "@google-cloud/secret-manager";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findGcpPeer, type GcpPeer, startGcpPeer } from "../../src/peers/index.ts";
import { clientLibrary } from "./client-library.ts";
import { peerDifferences } from "./peer-differences.ts";
import { rawChecks } from "./raw-checks/index.ts";
import { RawBackend } from "./raw-checks/raw-check.ts";

const program = findGcpPeer();

describe("the list of differences", () => {
  it("names checks that there are, each once", () => {
    const listed = peerDifferences.map(({ check }) => check);
    expect(rawChecks.map(({ id }) => id)).toEqual(expect.arrayContaining(listed));
    expect(new Set(listed).size).toBe(listed.length);
  });
});

describe.skipIf(program === undefined)(
  "the peer, through Google's client library over gRPC",
  () => {
    let peer: GcpPeer;
    let client: SecretManagerServiceClient;
    let backend: RawBackend;

    beforeAll(async () => {
      peer = await startGcpPeer(program ?? "");
      client = clientLibrary({ endpoint: "127.0.0.1", port: peer.port });
      backend = new RawBackend(client, { run: "peer" });
    });

    afterAll(async () => {
      await client.close();
      await peer.stop();
    });

    for (const { id, title, run } of rawChecks)
      it(`${id}: ${title}`, async () => {
        const failure = await run(backend).then(
          () => undefined,
          (error: unknown) => error,
        );
        const isListed = peerDifferences.some(({ check }) => check === id);
        // What is not listed is shown as it failed; what is listed has to fail.
        if (isListed) expect(failure).toBeInstanceOf(Error);
        else expect(failure).toBeUndefined();
      });
  },
);
