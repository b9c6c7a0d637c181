import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GcpEmulator, type Listener } from "../../src/gcp/index.ts";
import { findGcloud, type GcloudEnd, gcloudSecrets } from "../../src/peers/index.ts";

/** Each command of gcloud takes more than a second, and many on a machine that does other things. */
const TIMEOUT = 120_000;

const program = findGcloud();

describe.skipIf(program === undefined)("a person with gcloud", () => {
  let folder: string;
  let listener: Listener;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "keykist-gcloud-"));
    listener = await new GcpEmulator({ seed: 1 }).listenRest();
  });

  afterAll(async () => {
    await listener.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const secrets = (parameters: readonly string[], input?: string): Promise<GcloudEnd> =>
    gcloudSecrets(
      { program: program ?? "", endpoint: listener.endpoint, project: "acme", folder },
      parameters,
      input,
    );

  it(
    "creates a secret, adds a version, reads the latest, lists and describes",
    { timeout: TIMEOUT },
    async () => {
      const created = await secrets([
        "create",
        "db",
        "--replication-policy=automatic",
        "--labels=team=a",
      ]);
      expect(created).toMatchObject({ exitCode: 0, stderr: "Created secret [db].\n" });

      const added = await secrets(["versions", "add", "db", "--data-file=-"], "pässword\n");
      expect(added.stderr).toBe("Created version [1] of the secret [db].\n");

      const read = await secrets(["versions", "access", "latest", "--secret=db"]);
      expect(read.stdout).toBe("pässword\n");

      const listed = await secrets(["list", "--format=value(name)"]);
      expect(listed.stdout).toBe("db\n");

      const described = await secrets(["describe", "db", "--format=value(labels.team)"]);
      expect(described.stdout).toBe("a\n");
    },
  );

  it("is told why what is missing cannot be read", { timeout: TIMEOUT }, async () => {
    const read = await secrets(["versions", "access", "latest", "--secret=none"]);
    expect(read.exitCode).toBe(1);
    expect(read.stderr).toContain("NOT_FOUND");
  });
});
