import type { SecretManagerServiceClient } from "@google-cloud/secret-manager";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findDrongo, type PeerServer, resetDrongo, startDrongo } from "../../src/peers/index.ts";
import { clientLibraryOverRest } from "./client-library.ts";
import { drongoDifferences, drongoNotImplemented } from "./raw-checks/drongo-differences.ts";
import { rawChecks } from "./raw-checks/index.ts";
import { RawBackend } from "./raw-checks/raw-check.ts";
import { seenFailing } from "./raw-checks/seen-failing.ts";

const found = findDrongo();
const differences = [...drongoDifferences, ...drongoNotImplemented];

describe("the list of drongo's differences", () => {
  it("names checks that there are, each once", () => {
    const listed = differences.map(({ check }) => check);
    expect(rawChecks.map(({ id }) => id)).toEqual(expect.arrayContaining(listed));
    expect(new Set(listed).size).toBe(listed.length);
  });
});

describe.skipIf(found === undefined)("drongo, through Google's client library over REST", () => {
  let drongo: PeerServer;
  let client: SecretManagerServiceClient;
  let agree = 0;

  beforeAll(async () => {
    if (found === undefined) return;
    drongo = await startDrongo(found);
    client = clientLibraryOverRest(drongo.endpoint);
  }, 120_000);

  afterAll(async () => {
    const counts = [
      `${agree} of ${rawChecks.length} checks agree`,
      `${drongoDifferences.length} differ`,
      `${drongoNotImplemented.length} are of what it does not implement`,
    ];
    process.stdout.write(`drongo ${found?.version ?? ""}: ${counts.join(", ")}\n`);
    await client.close();
    await drongo.stop();
  });

  for (const { id, title, sentence, run } of rawChecks) {
    const difference = differences.find(({ check }) => check === id);
    const name = difference === undefined ? title : `differs. ${difference.decided}`;
    it(`${id}: ${name} (“${sentence}”)`, { timeout: 60_000 }, async () => {
      // What is seen names secrets and counts them: each check has a server of its own.
      await resetDrongo(drongo);
      const failure = await run(new RawBackend(client, { run: id })).then(
        () => undefined,
        (error: unknown) => ({ error }),
      );
      if (difference === undefined) {
        // What is not listed is shown as it failed.
        expect(failure?.error).toBeUndefined();
        agree += 1;
        return;
      }
      // A difference that is mended fails here, and leaves the list.
      expect(failure, "it agrees now").toBeDefined();
      expect(seenFailing(failure?.error)).toEqual(difference.seen);
    });
  }
});
