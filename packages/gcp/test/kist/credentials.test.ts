import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { makeServedManager } from "../../../cli/test/flavors/served-flavor.ts";
import { kist } from "../../../cli/test/kist.ts";

/** A manager on Google's servers, of a machine that has no credentials. */
async function withoutCredentials(environment: Readonly<Record<string, string>>) {
  const nobody = path.join(import.meta.dirname, "nobody");
  return makeServedManager({
    flavor: "gcp",
    folder: fileURLToPath(new URL("../..", import.meta.url)),
    config: ["projectId=acme"],
    environment: {
      HOME: nobody,
      CLOUDSDK_CONFIG: nobody,
      METADATA_SERVER_DETECTION: "none",
      ...environment,
    },
  });
}

describe("kist, with a GCP manager without credentials", { timeout: 60_000 }, () => {
  test.each([
    ["none", {}],
    ["a file that is missing", { GOOGLE_APPLICATION_CREDENTIALS: "/nowhere/at/all.json" }],
  ])("%s: ends with 7, what is the matter and what to do", async (_what, environment) => {
    const place = await withoutCredentials(environment);
    for (const words of [["get", "db"], ["list"], ["doctor"]]) {
      const { exitCode, stdout, stderr } = await kist(place, words);
      expect({ words, exitCode, stderr }).toMatchObject({ exitCode: 7 });
      const said = stdout + stderr;
      expect(said).toMatch(/no credentials are found|GOOGLE_APPLICATION_CREDENTIALS/u);
      expect(said).not.toMatch(/\n\s+at .*:\d+:\d+/u);
    }
  });
});
