import { AwsEmulator } from "@keykist/emulators/aws";
import { describe, expect, onTestFinished, test } from "vitest";
import { makeServedManager } from "../../../cli/test/flavors/served-flavor.ts";
import { kist, type Ended, succeed } from "../../../cli/test/kist.ts";
import type { Place } from "../../../cli/test/place.ts";
import { awsCli, findAwsCli } from "../interoperation/aws-cli.ts";
import { REGION } from "../test-credentials.ts";
import { servedAws } from "./served-aws.ts";

const aws = findAwsCli();

interface Situation {
  readonly place: Place;
  readonly emulator: AwsEmulator;
  /** The value that aws-cli reads. */
  readonly read: (name: string) => Promise<unknown>;
  readonly run: (words: readonly string[]) => Promise<Ended>;
}

/** Two secrets that kist registered, at a server where aws-cli reads too. */
async function twoSecrets(): Promise<Situation> {
  const emulator = new AwsEmulator({ region: REGION });
  const { endpoint, close } = await emulator.listen();
  onTestFinished(close);
  const place = await makeServedManager(servedAws(endpoint));
  await succeed(place, ["register", "db", "password=tulip"]);
  await succeed(place, ["register", "web", "password=dahlia"]);
  return {
    place,
    emulator,
    read: async (name) =>
      (await awsCli(aws, endpoint, ["get-secret-value", "--secret-id", name]))["SecretString"],
    run: (words) => kist(place, words),
  };
}

/** Commands that delete, as they are typed. */
const deletions: readonly (readonly [command: string, words: readonly string[]])[] = [
  ["kist delete", ["delete", "db", "web", "--yes"]],
  ["kist cleanup", ["cleanup", "--manager", "prod", "--yes"]],
];

describe.skipIf(aws === undefined)(
  "where AWS refuses to delete, aws-cli reads on",
  { timeout: 120_000 },
  () => {
    test.each(deletions)("after %s by a role that may not delete", async (_command, words) => {
      const { emulator, read, run, place } = await twoSecrets();
      const before = [await read("db"), await read("web")];
      emulator.deny(["secretsmanager:DeleteSecret"]);
      const { exitCode, stderr } = await run(words);
      expect(exitCode).toBe(7);
      expect(stderr).toContain("secretsmanager:DeleteSecret");
      const after = [await read("db"), await read("web")];
      expect(after.map(withoutSpace)).toEqual(before.map(withoutSpace));
      expect(await succeed(place, ["get", "db", "password"])).toBe("tulip");
      // Whoever may delete ends it.
      emulator.deny([]);
      await succeed(place, ["delete", "db", "web", "--yes"]);
      await expect(read("db")).rejects.toThrow(
        /InvalidRequestException|ResourceNotFoundException/u,
      );
    });
  },
);

/** Two versions of one value differ in white space behind the JSON. */
function withoutSpace(text: unknown): unknown {
  return typeof text === "string" ? text.trim() : text;
}
