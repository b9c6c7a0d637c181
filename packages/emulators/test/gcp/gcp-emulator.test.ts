import { describe, expect, it } from "vitest";
import {
  DOCUMENTED_QUOTAS,
  GcpEmulator,
  type GcpEmulatorOptions,
  GcpError,
  type InProcessClient,
} from "../../src/gcp/index.ts";
import { randomFaults } from "../../src/index.ts";

const PARENT = "projects/acme";
const NAME = `${PARENT}/secrets/db`;
const REPLICATION = { automatic: {} };

/** An emulator, a client of it, and the secret `db`. */
async function emulatorWithSecret(
  options: Partial<GcpEmulatorOptions> = {},
): Promise<{ readonly emulator: GcpEmulator; readonly client: InProcessClient }> {
  const emulator = new GcpEmulator({ seed: 1, ...options });
  const client = emulator.client("first");
  await create(client);
  emulator.settle();
  return { emulator, client };
}

async function create(client: InProcessClient, secretId = "db", fields = {}): Promise<void> {
  const secret = { replication: REPLICATION, ...fields };
  await client.createSecret({ parent: PARENT, secretId, secret });
}

async function add(client: InProcessClient, text: string, parent = NAME): Promise<string> {
  const [{ name }] = await client.addSecretVersion({
    parent,
    payload: { data: Buffer.from(text) },
  });
  return (name ?? "").split("/").at(-1) ?? "";
}

async function access(client: InProcessClient, version: string | number): Promise<string> {
  const [{ payload }] = await client.accessSecretVersion({ name: `${NAME}/versions/${version}` });
  return Buffer.from(payload?.data ?? "").toString();
}

/** The name of the status that a call fails with; `OK` where it does not. */
async function statusOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "OK";
  } catch (error) {
    if (error instanceof GcpError) return error.status;
    throw error;
  }
}

/** An emulator with the secret `db`, of these fields, and a version of it. */
async function emulatorWithVersion(fields: object): Promise<GcpEmulator> {
  const emulator = new GcpEmulator({ seed: 1 });
  await create(emulator.client("first"), "db", fields);
  await add(emulator.client("first"), "one");
  return emulator;
}

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

describe("quotas", () => {
  it('lets 600 reads and 600 writes through in a minute: "read 600/min; write 600/min"', async () => {
    const { emulator, client } = await emulatorWithSecret({ quotas: DOCUMENTED_QUOTAS });
    await emulator.simulation.wait(60_000);
    for (let count = 0; count < 600; count += 1) await client.getSecret({ name: NAME });
    // A call takes two milliseconds of the clock: of 600, some have filled up again.
    let more = 0;
    while ((await statusOf(client.getSecret({ name: NAME }))) === "OK") more += 1;
    expect(more).toBeLessThan(30);
    expect(await statusOf(create(client, "other"))).toBe("OK");
    await emulator.simulation.wait(60_000);
    expect(await statusOf(client.getSecret({ name: NAME }))).toBe("OK");
  });

  it("counts the projects apart", async () => {
    const { client } = await emulatorWithSecret({
      quotas: { ...DOCUMENTED_QUOTAS, readsPerMinute: 1 },
    });
    const list = (parent: string): Promise<string> => statusOf(client.listSecrets({ parent }));
    expect(await list(PARENT)).toBe("OK");
    expect(await list(PARENT)).toBe("RESOURCE_EXHAUSTED");
    expect(await list("projects/other")).toBe("OK");
  });

  it('lets a global secret be written twice in a second: "2 qps per global secret"', async () => {
    const { emulator, client } = await emulatorWithSecret({ quotas: DOCUMENTED_QUOTAS });
    expect(await statusOf(add(client, "one"))).toBe("OK");
    expect(await statusOf(add(client, "two"))).toBe("OK");
    expect(await statusOf(add(client, "three"))).toBe("RESOURCE_EXHAUSTED");
    await emulator.simulation.wait(1000);
    expect(await add(client, "three")).toBe("3");
  });

  it("are not asked for unless they are given", async () => {
    const { client } = await emulatorWithSecret();
    for (let count = 0; count < 700; count += 1) await client.getSecret({ name: NAME });
    expect(await statusOf(client.getSecret({ name: NAME }))).toBe("OK");
  });
});

describe("time", () => {
  it('deletes an expired secret: "Expired secrets are irreversibly deleted"', async () => {
    const emulator = await emulatorWithVersion({ ttl: { seconds: 3600 } });
    const client = emulator.client("first");
    await emulator.simulation.wait(3_500_000);
    expect(await access(client, 1)).toBe("one");
    await emulator.simulation.wait(200_000);
    expect(await statusOf(access(client, 1))).toBe("NOT_FOUND");
    await create(client);
    expect(await add(client, "anew")).toBe("1");
  });

  it('destroys late where a secret says so: "after the TTL expires"', async () => {
    const emulator = await emulatorWithVersion({ versionDestroyTtl: { seconds: 86_400 } });
    const client = emulator.client("first");
    await client.destroySecretVersion({ name: `${NAME}/versions/1` });
    await emulator.simulation.wait(86_000_000);
    const [waiting] = await client.getSecretVersion({ name: `${NAME}/versions/1` });
    expect(waiting.state).toBe("DISABLED");
    await emulator.simulation.wait(500_000);
    const [destroyed] = await client.getSecretVersion({ name: `${NAME}/versions/1` });
    expect(destroyed).toMatchObject({ state: "DESTROYED", scheduledDestroyTime: null });
    const enabled = client.enableSecretVersion({ name: `${NAME}/versions/1` });
    expect(await statusOf(enabled)).toBe("FAILED_PRECONDITION");
  });

  it("spares what was enabled again before its time", async () => {
    const emulator = await emulatorWithVersion({ versionDestroyTtl: { seconds: 86_400 } });
    const client = emulator.client("first");
    await client.destroySecretVersion({ name: `${NAME}/versions/1` });
    await client.enableSecretVersion({ name: `${NAME}/versions/1` });
    await emulator.simulation.wait(100_000_000);
    expect(await access(client, 1)).toBe("one");
  });
});

describe("permissions", () => {
  const calls: readonly (readonly [string, (client: InProcessClient) => Promise<unknown>])[] = [
    ["secrets.create", (client) => create(client, "new")],
    ["secrets.get", (client) => client.getSecret({ name: NAME })],
    ["secrets.list", (client) => client.listSecrets({ parent: PARENT })],
    [
      "secrets.update",
      (client) =>
        client.updateSecret({ secret: { name: NAME }, updateMask: { paths: ["labels"] } }),
    ],
    ["secrets.delete", (client) => client.deleteSecret({ name: NAME })],
    ["versions.add", (client) => add(client, "one")],
    ["versions.get", (client) => client.getSecretVersion({ name: `${NAME}/versions/1` })],
    ["versions.access", (client) => access(client, 1)],
    ["versions.list", (client) => client.listSecretVersions({ parent: NAME })],
    ["versions.enable", (client) => client.enableSecretVersion({ name: `${NAME}/versions/1` })],
    ["versions.disable", (client) => client.disableSecretVersion({ name: `${NAME}/versions/1` })],
    ["versions.destroy", (client) => client.destroySecretVersion({ name: `${NAME}/versions/1` })],
  ];

  it.each(calls)("%s is asked of its call, and of no other", async (permission, call) => {
    const { emulator, client } = await emulatorWithSecret();
    await add(client, "one");
    emulator.deny([`secretmanager.${permission}`]);
    await expect(call(client)).rejects.toThrow(
      `7 PERMISSION_DENIED: Permission 'secretmanager.${permission}' denied`,
    );
    const others = calls.filter(([name]) => name !== permission && name !== "secrets.delete");
    for (const [, other] of others) expect(await statusOf(other(client))).toBe("OK");
  });

  it("is denied also for a secret that does not exist", async () => {
    const { emulator, client } = await emulatorWithSecret();
    emulator.deny(["secretmanager.secrets.get"]);
    const missing = client.getSecret({ name: `${PARENT}/secrets/none` });
    expect(await statusOf(missing)).toBe("PERMISSION_DENIED");
  });

  it("can be denied to one client, and be given back", async () => {
    const { emulator, client } = await emulatorWithSecret();
    await add(client, "one");
    const other = emulator.client("second");
    emulator.deny(["secretmanager.versions.access"], "second");
    expect(await statusOf(access(client, 1))).toBe("OK");
    expect(await statusOf(access(other, 1))).toBe("PERMISSION_DENIED");
    emulator.deny([], "second");
    expect(await statusOf(access(other, 1))).toBe("OK");
  });

  it('answers which of them a caller has, and "an empty set" where there is no secret', async () => {
    const { emulator, client } = await emulatorWithSecret();
    const permissions = ["secretmanager.versions.access", "secretmanager.versions.add"];
    emulator.deny(["secretmanager.versions.add"]);
    const [has] = await client.testIamPermissions({ resource: NAME, permissions });
    expect(has.permissions).toEqual(["secretmanager.versions.access"]);
    const resource = `${PARENT}/secrets/none`;
    expect((await client.testIamPermissions({ resource, permissions }))[0].permissions).toEqual([]);
  });

  it("refuses a permission that no call needs, so that a typing error does not allow all", () => {
    const emulator = new GcpEmulator({ seed: 1 });
    expect(() => {
      emulator.deny(["secretmanager.version.add"]);
    }).toThrow("no call needs the permission");
  });
});

describe("faults", () => {
  it("lose the answer to a version that was added", async () => {
    const { emulator, client } = await emulatorWithSecret();
    const error = new GcpError("UNAVAILABLE", "the connection was lost");
    emulator.faults = ({ number }) => (number === 1 ? { kind: "lose answer", error } : undefined);
    expect(await statusOf(add(client, "one"))).toBe("UNAVAILABLE");
    expect(await statusOf(access(client, 1))).toBe("UNAVAILABLE");
    expect(await access(client, 1)).toBe("one");
  });

  it("deliver a version twice", async () => {
    const { emulator, client } = await emulatorWithSecret();
    emulator.faults = () => ({ kind: "deliver twice", afterMs: 100 });
    expect(await add(client, "one")).toBe("1");
    emulator.faults = () => undefined;
    await emulator.simulation.wait(1000);
    expect(await access(client, 2)).toBe("one");
  });

  it("let a call hang until its time is up, in the simulation's time", async () => {
    const { emulator, client } = await emulatorWithSecret();
    emulator.faults = () => ({ kind: "hang", when: "after" });
    const before = emulator.simulation.clock.now();
    const request = { parent: NAME, payload: { data: Buffer.from("one") } };
    const call = client.addSecretVersion(request, { timeout: 5000 });
    expect(await statusOf(call)).toBe("DEADLINE_EXCEEDED");
    expect(emulator.simulation.clock.now() - before).toBeGreaterThanOrEqual(5000);
    emulator.faults = () => undefined;
    expect(await access(client, 1)).toBe("one");
  });

  it("end a client, of which nothing is answered any more", async () => {
    const { emulator, client } = await emulatorWithSecret();
    client.crash();
    const call = Promise.race([
      statusOf(client.getSecret({ name: NAME })),
      emulator.simulation.wait(10_000).then(() => "no answer"),
    ]);
    expect(await call).toBe("no answer");
  });
});

describe("what is counted", () => {
  it("is every call, by its name in gRPC", async () => {
    const { emulator, client } = await emulatorWithSecret();
    emulator.calls.reset();
    await add(client, "one");
    await access(client, "latest");
    await access(client, 1);
    expect(emulator.calls.toJSON()).toEqual({ AccessSecretVersion: 2, AddSecretVersion: 1 });
  });
});

describe("what is not modelled", () => {
  it.each([
    ["topics", { topics: [{ name: "projects/acme/topics/t" }] }],
    ["rotation", { rotation: { rotationPeriod: { seconds: 3600 } } }],
    ["tags", { tags: { "123/environment": "production" } }],
    ["secret_type", { secretType: "CERTIFICATE" }],
  ])("is refused: %s", async (_field, fields) => {
    const client = new GcpEmulator({ seed: 1 }).client("first");
    expect(await statusOf(create(client, "db", fields))).toBe("UNIMPLEMENTED");
  });
});

describe("secrets of a location", () => {
  const parent = `${PARENT}/locations/europe-west3`;

  it("are apart from the global ones, and have no replication policy", async () => {
    const { client } = await emulatorWithSecret();
    const refused = client.createSecret({
      parent,
      secretId: "db",
      secret: { replication: REPLICATION },
    });
    expect(await statusOf(refused)).toBe("INVALID_ARGUMENT");
    await client.createSecret({ parent, secretId: "db", secret: { labels: { of: "location" } } });
    await add(client, "regional", `${parent}/secrets/db`);
    const [secrets] = await client.listSecrets({ parent });
    expect(secrets).toHaveLength(1);
    expect(secrets[0]?.labels).toEqual({ of: "location" });
    expect(await statusOf(access(client, 1))).toBe("NOT_FOUND");
  });
});

describe("names", () => {
  it("are answered with the number of the project, and taken with it or the id", async () => {
    const { client } = await emulatorWithSecret();
    const [{ name }] = await client.getSecret({ name: NAME });
    expect(name).toMatch(/^projects\/\d+\/secrets\/db$/);
    const [again] = await client.getSecret({ name: name ?? "" });
    expect(again.name).toBe(name);
  });
});

async function run(seed: number): Promise<string> {
  const emulator = new GcpEmulator({ seed, maximumLag: 30, latency: 20 });
  emulator.faults = randomFaults(emulator.simulation.random("faults"), 0.2, [
    { kind: "refuse", error: new GcpError("UNAVAILABLE", "refused") },
    { kind: "lose answer", error: new GcpError("UNAVAILABLE", "lost") },
    { kind: "deliver twice", afterMs: 15 },
    { kind: "delay", ms: 15 },
  ]);
  const seen = await Promise.all(
    ["first", "second", "third"].map(async (name) => {
      const client = emulator.client(name);
      const outcomes: unknown[] = [];
      for (let turn = 0; turn < 5; turn += 1) {
        outcomes.push(await statusOf(create(client)));
        outcomes.push(await add(client, name).catch(String));
        outcomes.push(await access(client, "latest").catch(String));
        outcomes.push(await client.getSecret({ name: NAME }).catch(String));
      }
      return outcomes;
    }),
  );
  await emulator.simulation.wait(1000);
  return JSON.stringify([seen, emulator.log]);
}

describe("a run", () => {
  it("replays from its seed: the same answers, etags and times among them", async () => {
    for (const seed of [1, 2, 3]) expect(await run(seed)).toBe(await run(seed));
  });

  it("goes its own way with every seed", async () => {
    const runs = new Set<string>();
    for (let seed = 0; seed < 20; seed += 1) runs.add(await run(seed));
    expect(runs.size).toBe(20);
  });
});
