import { execFile } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GcpEmulator, type Listener } from "../../src/gcp/index.ts";

/** Each command of gcloud takes more than a second, and many on a machine that does other things. */
const TIMEOUT = 120_000;

const gcloud = onPath("gcloud");

function onPath(program: string): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  return folders.map((folder) => path.join(folder, program)).find((file) => isExecutable(file));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const missing = gcloud === undefined ? " (not run: gcloud not found)" : "";

describe.skipIf(gcloud === undefined)(`a person with gcloud${missing}`, () => {
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

  const secrets = (args: readonly string[], input = ""): Promise<Ended> =>
    new Promise((resolve) => {
      const child = execFile(
        gcloud ?? "gcloud",
        ["secrets", ...args],
        {
          env: {
            ...process.env,
            CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER: `${listener.endpoint}/`,
            CLOUDSDK_AUTH_DISABLE_CREDENTIALS: "true",
            CLOUDSDK_CONFIG: folder,
            CLOUDSDK_CORE_DISABLE_PROMPTS: "1",
            CLOUDSDK_CORE_DISABLE_USAGE_REPORTING: "true",
            CLOUDSDK_CORE_PROJECT: "acme",
          },
        },
        (error, stdout, stderr) => {
          resolve({ exitCode: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
        },
      );
      child.stdin?.end(input);
    });

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
