import { describe, expect, it } from "vitest";
import { GcpEmulator } from "../../src/gcp/index.ts";
import { PARENT, NAME, emulatorWithSecret, create, add, access, statusOf } from "./project.ts";

describe("staleness", () => {
  it('shows a version by its number at once: "strongly consistent"', async () => {
    const { emulator, client } = await emulatorWithSecret({ maximumLag: 100_000 });
    const other = emulator.client("second");
    for (let count = 1; count <= 30; count += 1) {
      const number = await add(client, `value ${count}`);
      expect(await access(other, number)).toBe(`value ${count}`);
      expect(await statusOf(access(other, count + 1))).toBe("NOT_FOUND");
    }
  });

  it(`shows latest late: "This doesn't apply to aliases or latest"`, async () => {
    const { emulator, client } = await emulatorWithSecret({ maximumLag: 50 });
    const other = emulator.client("second");
    await add(client, "0");
    emulator.settle();
    const behind: number[] = [];
    for (let count = 1; count <= 30; count += 1) {
      await add(client, String(count));
      behind.push(count - Number(await access(other, "latest")));
    }
    expect(Math.max(...behind)).toBeGreaterThan(0);
    expect(Math.min(...behind)).toBeGreaterThanOrEqual(0);
    emulator.settle();
    expect(await access(other, "latest")).toBe("30");
  });

  it('shows metadata and lists late: "Other operations are eventually consistent"', async () => {
    const { emulator, client } = await emulatorWithSecret({ maximumLag: 50 });
    const stale = { labels: 0, secrets: 0, versions: 0, state: 0, alias: 0 };
    await add(client, "one");
    for (let count = 1; count <= 30; count += 1) {
      const other = emulator.client(`reader ${count}`);
      const labels = { n: String(count) };
      const versionAliases = { stable: count };
      await client
        .updateSecret({
          secret: { name: NAME, labels, versionAliases },
          updateMask: { paths: ["labels", "version_aliases"] },
        })
        .catch(() => undefined);
      const [secret] = await other.getSecret({ name: NAME });
      if (secret.labels?.["n"] !== String(count)) stale.labels += 1;
      await create(client, `other-${count}`);
      const [secrets] = await other.listSecrets({ parent: PARENT });
      if (secrets.length !== count + 1) stale.secrets += 1;
      await add(client, String(count + 1));
      const [versions] = await other.listSecretVersions({ parent: NAME });
      if (versions.length !== count + 1) stale.versions += 1;
      await client.disableSecretVersion({ name: `${NAME}/versions/${count + 1}` });
      const [version] = await other
        .getSecretVersion({ name: `${NAME}/versions/${count + 1}` })
        .catch(() => [{ state: "NOT_FOUND" }]);
      if (version.state !== "DISABLED") stale.state += 1;
      const [{ name }] = await other.getSecretVersion({ name: `${NAME}/versions/stable` });
      if (!name?.endsWith(`/${count}`)) stale.alias += 1;
    }
    for (const count of Object.values(stale)) expect(count).toBeGreaterThan(0);
  });

  it("may not find a secret right after it was created, and finds it in the end", async () => {
    const outcomes = new Set<string>();
    for (let seed = 0; seed < 20; seed += 1) {
      const emulator = new GcpEmulator({ seed, maximumLag: 20 });
      const client = emulator.client("first");
      await create(client);
      outcomes.add(await statusOf(client.getSecret({ name: NAME })));
      outcomes.add(await statusOf(add(client, "one")));
      await emulator.simulation.wait(100);
      expect(await statusOf(client.getSecret({ name: NAME }))).toBe("OK");
    }
    expect(outcomes).toEqual(new Set(["OK", "NOT_FOUND"]));
  });

  it("compares an etag with what is stored, and not with what is shown", async () => {
    const { client } = await emulatorWithSecret({ maximumLag: 100_000 });
    const [{ etag }] = await client.getSecret({ name: NAME });
    const update = (): Promise<unknown> =>
      client.updateSecret({
        secret: { name: NAME, labels: { a: "1" }, etag: etag ?? "" },
        updateMask: { paths: ["labels"] },
      });
    expect(await statusOf(update())).toBe("OK");
    expect(await statusOf(update())).toBe("FAILED_PRECONDITION");
  });
});
