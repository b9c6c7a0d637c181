import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { GcpEmulator, type Listener } from "@keykist/emulators/gcp";
import { findGcloud, gcloudSecrets } from "@keykist/emulators/peers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GcpSecretsManager } from "../../src/index.ts";
import { problemsOf } from "../diagnosis/diagnosed.ts";
import { PROJECT } from "../gcp-harness.ts";
import { entriesOf, secretOf } from "../stories/project.ts";

/** Each command of gcloud takes more than a second, and many on a machine that does other things. */
const TIMEOUT = 240_000;

const program = findGcloud();

describe.skipIf(program === undefined)("a person with gcloud, beside keykist", () => {
  let folder: string;
  let grpc: Listener;
  let rest: Listener;
  let manager: GcpSecretsManager;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "keykist-gcloud-"));
    const emulator = new GcpEmulator({ seed: 1, longestJump: 0 });
    [grpc, rest] = await Promise.all([emulator.listenGrpc(), emulator.listenRest()]);
    manager = new GcpSecretsManager({
      projectId: PROJECT,
      apiEndpoint: `http://${grpc.endpoint}:${grpc.port}`,
    });
  });

  afterAll(async () => {
    await manager.close();
    await Promise.all([grpc.close(), rest.close()]);
    rmSync(folder, { recursive: true, force: true });
  });

  /** What `gcloud secrets` prints. */
  const gcloud = async (parameters: readonly string[], input?: string): Promise<string> => {
    const { endpoint } = rest;
    const options = { program: program ?? "", endpoint, project: PROJECT, folder };
    const { exitCode, stdout, stderr } = await gcloudSecrets(options, parameters, input);
    // gcloud's errors name secrets, and no value.
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    return stdout;
  };

  const latest = (secret: string): Promise<string> =>
    gcloud(["versions", "access", "latest", `--secret=${secret}`]);

  /** The ids of secrets that a filter finds, sorted. */
  const list = async (...parameters: readonly string[]): Promise<readonly string[]> => {
    const printed = await gcloud(["list", "--format=value(name)", ...parameters]);
    return printed.trim().split("\n").toSorted();
  };

  /** All that gcloud says of a secret and its versions. */
  const described = async (secret: string): Promise<readonly string[]> => [
    await gcloud(["describe", secret, "--format=json"]),
    await gcloud(["versions", "list", secret, "--format=json"]),
  ];

  it(
    "sees, describes and reads what keykist registered, and what it changed",
    { timeout: TIMEOUT },
    async () => {
      await manager.registerSecret(secretOf("db", { user: "app", password: "tulip" }));
      const ids = ["db--head", "db--password", "db--user"];
      expect(await list("--filter=labels.keykist-secret=db")).toEqual(ids);
      const [secret = ""] = await described("db--password");
      expect(JSON.parse(secret)).toMatchObject({
        labels: { "keykist-secret": "db", "keykist-role": "key" },
        annotations: { "keykist.path": "db", "keykist.key": "password" },
      });
      expect(await latest("db--password")).toBe("tulip");

      await manager.updateSecret(secretOf("db", { user: "app", password: "dahlia" }));
      expect(await latest("db--password")).toBe("dahlia");
      expect(await latest("db--user")).toBe("app");
    },
  );

  it(
    "adds a value to a key by hand: readers keep theirs, it is reported, and adopting takes it in",
    { timeout: TIMEOUT },
    async () => {
      await manager.registerSecret(secretOf("mail", { user: "app", password: "tulip" }));
      await gcloud(["versions", "add", "mail--password", "--data-file=-"], "dahlia");
      expect(await latest("mail--password")).toBe("dahlia");
      expect(await entriesOf(manager, "mail")).toEqual({ user: "app", password: "tulip" });

      const problems = await problemsOf(manager);
      expect(problems).toMatchObject([{ about: "secret", code: "REVISION_CONFLICT" }]);
      expect(problems[0]?.says).toContain('"mail": there are newer values of "password"');
      expect(JSON.stringify(problems)).not.toContain("dahlia");

      await manager.adoptSecret("mail", "arbitrary");
      expect(await entriesOf(manager, "mail")).toEqual({ user: "app", password: "dahlia" });
      expect(await problemsOf(manager)).toEqual([]);
    },
  );

  it(
    "has secrets of its own beside keykist's, with names that come close, which stay as they are",
    { timeout: TIMEOUT },
    async () => {
      const beside = ["shop", "shop--notes"];
      for (const id of beside) {
        await gcloud(["create", id, "--replication-policy=automatic", "--labels=team=shop"]);
        await gcloud(["versions", "add", id, "--data-file=-"], `of ${id}`);
      }
      const before = await Promise.all(beside.map((id) => described(id)));

      const registering = manager.registerSecret(secretOf("shop", { user: "app" }));
      await expect(registering).rejects.toMatchObject({ code: "SECRET_EXISTS" });
      await manager.registerSecret(secretOf("shop.db", { user: "app" }));
      await manager.updateSecret(secretOf("shop.db", { password: "tulip" }));
      await manager.deleteSecret("shop.db");

      expect(await Promise.all(beside.map((id) => described(id)))).toEqual(before);
      expect(await latest("shop--notes")).toBe("of shop--notes");
      expect(await list("--filter=labels.team=shop")).toEqual(beside);
    },
  );
});
