import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findGcloud, gcloudSecrets } from "@keykist/emulators/peers";
import { describe, expect, onTestFinished, test } from "vitest";
import { makeServedManager } from "../../../cli/test/flavors/served-flavor.ts";
import { kist, succeed } from "../../../cli/test/kist.ts";
import { PROJECT } from "../gcp-harness.ts";
import { servedGcp } from "./served-gcp.ts";

const program = findGcloud();

/** Commands that delete, as they are typed. */
const deletions: readonly (readonly [command: string, words: readonly string[]])[] = [
  ["kist delete", ["delete", "db", "web", "--yes"]],
  ["kist cleanup", ["cleanup", "--manager", "prod", "--yes"]],
];

describe("where GCP refuses to destroy, other programs read on", { timeout: 240_000 }, () => {
  test.each(deletions)("after %s by a role that may not destroy", async (_command, words) => {
    const { emulator, person, served, close } = await servedGcp();
    onTestFinished(close);
    const rest = await emulator.listenRest();
    onTestFinished(() => rest.close());
    const folder = mkdtempSync(path.join(tmpdir(), "keykist-gcloud-"));
    onTestFinished(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    /** The value of a key that gcloud reads; Google's own client, where there is no gcloud. */
    const read = async (secretId: string): Promise<string | undefined> => {
      if (program === undefined) return person.access(secretId);
      const { exitCode, stdout } = await gcloudSecrets(
        { program, endpoint: rest.endpoint, project: PROJECT, folder },
        ["versions", "access", "latest", `--secret=${secretId}`],
      );
      return exitCode === 0 ? stdout : undefined;
    };

    const place = await makeServedManager(served);
    await succeed(place, ["register", "db", "password=tulip"]);
    await succeed(place, ["register", "web", "password=dahlia"]);
    emulator.deny(["secretmanager.versions.destroy"]);
    const { exitCode, stderr } = await kist(place, words);
    expect(exitCode).toBe(7);
    expect(stderr).toContain("secretmanager.versions.destroy");
    expect(await read("db--password")).toBe("tulip");
    expect(await read("web--password")).toBe("dahlia");
    expect(await succeed(place, ["get", "db", "password"])).toBe("tulip");

    // Whoever may destroy finishes the deletion.
    emulator.deny([]);
    await succeed(place, ["delete", "db", "web", "--yes"]);
    expect(await read("db--password")).toBeUndefined();
  });
});
