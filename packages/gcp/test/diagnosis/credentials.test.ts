import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { SecretManagerServiceClient } from "@google-cloud/secret-manager";
import { afterEach, describe, expect, it, vi } from "vitest";
import { lookAtCredentials } from "../../src/diagnosis/credentials.ts";
import { GcpSecretsManager } from "../../src/index.ts";
import { problemsOf } from "./diagnosed.ts";

const closings: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closings.splice(0)) await close();
});

/** What is found out where the environment names a file of credentials. */
async function lookedAt(content: string | undefined) {
  const folder = await mkdtemp(path.join(tmpdir(), "keykist-"));
  closings.push(() => rm(folder, { recursive: true }));
  const file = path.join(folder, "credentials.json");
  if (content !== undefined) await writeFile(file, content);
  vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", file);
  // No network is asked whether this is a machine of Google's.
  vi.stubEnv("METADATA_SERVER_DETECTION", "none");
  const client = new SecretManagerServiceClient();
  closings.push(() => client.close());
  return lookAtCredentials(client.auth);
}

describe("a client that was given, without credentials", () => {
  it("makes its operations fail, and nothing else", async () => {
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", "/nowhere/at/all.json");
    vi.stubEnv("METADATA_SERVER_DETECTION", "none");
    const client = new SecretManagerServiceClient({ projectId: "acme" });
    await using manager = new GcpSecretsManager({ projectId: "acme" }, { client });
    // A rejection that nobody handles would fail the run.
    for (let times = 0; times < 2; times += 1)
      await expect(manager.getSecret("db")).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    expect(await problemsOf(manager)).toMatchObject([{ code: "UNAUTHENTICATED" }]);
  });
});

describe("credentials", () => {
  it("of a service account are named by its address, and by nothing else of them", async () => {
    const email = "reader@acme.iam.gserviceaccount.com";
    const key = { type: "service_account", client_email: email, private_key: "tulip" };
    expect(await lookedAt(JSON.stringify(key))).toEqual({
      status: "ok",
      about: "credentials",
      says: `those of ${email}`,
    });
  });

  it("of a person are found", async () => {
    const user = {
      type: "authorized_user",
      client_id: "a",
      client_secret: "b",
      refresh_token: "c",
    };
    const found = await lookedAt(JSON.stringify(user));
    expect(found.status).toBe("ok");
    expect(found.says).toContain("gcloud auth application-default login");
  });

  it.each([
    ["are not there", undefined],
    ["are no JSON", "tulip"],
  ])("that %s are a problem, and nothing of their file is said", async (_what, content) => {
    const found = await lookedAt(content);
    expect(found).toMatchObject({ status: "problem", code: "UNAUTHENTICATED" });
    expect(JSON.stringify(found)).not.toContain("tulip");
  });
});
