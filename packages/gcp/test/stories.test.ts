import { arbitrarySchema, KeykistError, type SecretsManager } from "@keykist/core";
import { GcpEmulator, type GcpEmulatorOptions, GcpError } from "@keykist/emulators/gcp";
import { describe, expect, it } from "vitest";
import { GcpSecretsManager, type GcpConfig } from "../src/index.ts";
// Loaded before any simulation begins, whose time would jump ahead while a manager loads it.
import "../src/backend.ts";
import { headId, keyId } from "../src/names.ts";
import { ByHand } from "./by-hand.ts";
import { PROJECT } from "./gcp-harness.ts";

/** An emulated project, a person who looks at it, and as many managers as asked for. */
function project(options: Partial<GcpEmulatorOptions> = {}) {
  const emulator = new GcpEmulator({ seed: 1, ...options });
  const { clock } = emulator.simulation;
  const person = new ByHand(emulator.client("person"), PROJECT);
  const manager = (name = "manager", config: Partial<GcpConfig> & { namespace?: string } = {}) => {
    const client = emulator.client(name);
    const random = emulator.simulation.random(`waits of ${name}`);
    const scoped = config.namespace === undefined ? {} : { scope: "namespace" as const };
    return new GcpSecretsManager(
      { projectId: PROJECT, ...scoped, ...config },
      { client, clock, random: () => random.next() },
    );
  };
  return { emulator, person, manager };
}

const secretOf = (name: string, entries: { readonly [key: string]: string }) =>
  arbitrarySchema.create(name, entries);

async function entriesOf(manager: SecretsManager, name: string) {
  return { ...(await manager.getSecret(name, arbitrarySchema)).content };
}

async function listed(manager: SecretsManager) {
  const summaries = [];
  for await (const summary of manager.listSecrets()) summaries.push(summary);
  return summaries;
}

/** What a secret of these keys is given. */
const contentOf = (name: string, keys: readonly string[]) =>
  Object.fromEntries(keys.map((key) => [key, key === "empty" ? "" : `${key} of ${name}`]));

describe("names that could be mixed up", () => {
  const long = `${"n".repeat(100)}/${"N".repeat(99)}`;
  const many: readonly [name: string, keys: readonly string[]][] = [
    ["a", ["b_c", "b--c", "A", "a", "head", "__proto__"]],
    ["a_b", ["c"]],
    ["a--b", ["c"]],
    ["A", ["b_c"]],
    ["team/db.prod", ["user", "head"]],
    [long, ["K".repeat(128)]],
    ["nothing", []],
    ["db", ["empty"]],
  ];

  it("stay apart, come back as they were, and are found by their labels", async () => {
    const { manager: open, person } = project();
    const manager = open();
    for (const [name, keys] of many)
      await manager.registerSecret(secretOf(name, contentOf(name, keys)));
    expect(await manager.getAllSecretKeys()).toEqual(many.map(([name]) => name).toSorted());
    for (const [name, keys] of many) {
      expect(await entriesOf(manager, name)).toEqual(contentOf(name, keys));
      const [head] = await person.client.getSecret({
        name: `${person.parent}/secrets/${headId(name)}`,
      });
      const filter = `labels.keykist-secret=${head.labels?.["keykist-secret"] ?? ""}`;
      const expected = [headId(name), ...keys.map((key) => keyId(name, key))].toSorted();
      expect(await person.list(filter)).toEqual(expected);
    }
  });
});

describe("a person at gcloud", () => {
  it("reads the value of a key as the latest version of a secret of its own", async () => {
    const { manager: open, person } = project();
    await open().registerSecret(secretOf("prod-db", { DB_PASSWORD: "tulip" }));
    expect(await person.access("prod-db--DB_PASSWORD")).toBe("tulip");
  });

  it("changes nothing for readers by adding a version, until it is adopted", async () => {
    const { manager: open, person } = project();
    const manager = open();
    await manager.registerSecret(secretOf("db", { user: "app", password: "tulip" }));
    await person.add("db--password", "dahlia");
    expect(await entriesOf(manager, "db")).toEqual({ user: "app", password: "tulip" });
    await manager.adoptSecret("db", "arbitrary");
    expect(await entriesOf(manager, "db")).toEqual({ user: "app", password: "dahlia" });
  });

  it("sees the value in force again, once somebody has gone back to the present state", async () => {
    const { manager: open, person } = project();
    const manager = open();
    const revision = await manager.registerSecret(
      secretOf("db", { user: "app", password: "tulip" }),
    );
    // As a writer leaves it that is cut short before it commits.
    await person.add("db--password", "never committed");
    await manager.rollbackSecret("db", revision);
    expect(await person.access("db--password")).toBe("tulip");
    expect(await entriesOf(manager, "db")).toEqual({ user: "app", password: "tulip" });
  });

  it("may delete the head: adoption builds it again from the keys", async () => {
    const { manager: open, person } = project();
    const manager = open();
    await manager.registerSecret(secretOf("db", { user: "app", password: "tulip" }));
    await person.client.deleteSecret({ name: `${person.parent}/secrets/db--head` });
    await expect(manager.getSecret("db")).rejects.toMatchObject({ code: "SECRET_NOT_FOUND" });
    await manager.adoptSecret("db", "arbitrary");
    expect(await entriesOf(manager, "db")).toEqual({ user: "app", password: "tulip" });
  });

  it("types into the head, and nothing comes of it", async () => {
    const { manager: open, person } = project();
    const manager = open();
    await manager.registerSecret(secretOf("db", { password: "tulip" }));
    await person.add("db--head", "hello");
    expect(await entriesOf(manager, "db")).toEqual({ password: "tulip" });
    await manager.updateSecret(secretOf("db", { password: "dahlia" }));
    expect(await entriesOf(manager, "db")).toEqual({ password: "dahlia" });
  });

  it("destroys a value that is in force, or the manifest: reading says so, and shows nothing older", async () => {
    const { manager: open, person } = project();
    const manager = open();
    for (const name of ["a", "b"]) {
      await manager.registerSecret(secretOf(name, { password: "tulip" }));
      await manager.updateSecret(secretOf(name, { password: "dahlia" }));
    }
    for (const id of ["a--password", "b--head"])
      await person.client.destroySecretVersion({
        name: `${person.parent}/secrets/${id}/versions/2`,
      });
    for (const name of ["a", "b"])
      await expect(manager.getSecret(name)).rejects.toMatchObject({ code: "CORRUPT" });
  });
});

describe("secrets that come close", () => {
  it("are left as they are by every operation", async () => {
    const { manager: open, person } = project();
    const labels = { "keykist-secret": "db", "keykist-role": "key", "keykist-scope": "none" };
    const foreign = ["dbx", "db--other", "db-head", "keykist", "db--user--"];
    for (const id of foreign) {
      await person.create(id, { labels });
      await person.add(id, `value of ${id}`);
    }
    const manager = open();
    await manager.registerSecret(secretOf("db", { user: "app", password: "tulip" }));
    await manager.updateSecret(secretOf("db", { password: "dahlia" }));
    await manager.deleteSecret("db");
    await manager.registerSecret(secretOf("db", { user: "app" }));
    await manager.deleteAllSecrets();
    await manager.close();
    for (const id of foreign) {
      const [{ labels: kept }] = await person.client.getSecret({
        name: `${person.parent}/secrets/${id}`,
      });
      expect(kept).toEqual(labels);
      expect(await person.access(id)).toBe(`value of ${id}`);
    }
  });

  it.each(["db--head", "db--password"])(
    "where something else made %s, it is CORRUPT",
    async (id) => {
      const { manager: open, person } = project();
      await person.create(id);
      await person.add(id, "not keykist's");
      const registration = open().registerSecret(secretOf("db", { password: "tulip" }));
      await expect(registration).rejects.toMatchObject({ code: "CORRUPT" });
      expect(await person.access(id)).toBe("not keykist's");
    },
  );
});

describe("permissions", () => {
  const all = [
    "secretmanager.secrets.get",
    "secretmanager.secrets.list",
    "secretmanager.secrets.create",
    "secretmanager.secrets.update",
    "secretmanager.versions.add",
    "secretmanager.versions.destroy",
    "secretmanager.versions.list",
    "secretmanager.versions.get",
  ];

  it("who may only access versions reads", async () => {
    const { emulator, manager: open } = project();
    await open().registerSecret(secretOf("db", { password: "tulip" }));
    emulator.deny(all, "reader");
    const reader = open("reader");
    expect(await entriesOf(reader, "db")).toEqual({ password: "tulip" });
    expect((await reader.describeSecret("db")).keys).toEqual(["password"]);
    expect(await reader.getSecretHistory("db")).toHaveLength(1);
    await reader.close();
  });

  it("a list that is denied is an error, which names the permission", async () => {
    const { emulator, manager: open } = project();
    emulator.deny(["secretmanager.secrets.list"]);
    const error: unknown = await open()
      .getAllSecretKeys()
      .catch((thrown: unknown) => thrown);
    expect(KeykistError.is(error, "PERMISSION_DENIED")).toBe(true);
    expect(Reflect.get(Object(error), "hint")).toContain("secretmanager.secrets.list");
  });

  it("a writer that may not destroy writes, deletes and closes", async () => {
    const { emulator, manager: open } = project();
    emulator.deny(["secretmanager.versions.destroy", "secretmanager.versions.list"]);
    const manager = open();
    await manager.registerSecret(secretOf("db", { password: "tulip" }));
    await manager.updateSecret(secretOf("db", { password: "dahlia" }));
    await manager.deleteSecret("db");
    await manager.close();
    expect(await open("other").getAllSecretKeys()).toEqual([]);
  });
});

describe("calls", () => {
  const wide = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`k${index}`, "v"]));

  it("are as many as the design allows", async () => {
    const { emulator, manager: open } = project();
    const manager = open();
    await manager.registerSecret(secretOf("db", wide));
    const counted = async (work: () => Promise<unknown>) => {
      emulator.calls.reset();
      await work();
      return emulator.calls.toJSON();
    };
    expect(await counted(() => manager.getSecret("db"))).toEqual({ AccessSecretVersion: 12 });
    expect(await counted(() => open("other", { consistency: "snapshot" }).getSecret("db"))).toEqual(
      {
        AccessSecretVersion: 11,
      },
    );
    const update = secretOf("db", { ...wide, k1: "changed", k2: "changed" });
    expect(await counted(() => manager.updateSecret(update))).toEqual({
      AccessSecretVersion: 2,
      AddSecretVersion: 3,
    });
    const wider = secretOf("db", { ...wide, k1: "changed", k2: "changed", added: "new" });
    expect(await counted(() => manager.updateSecret(wider))).toEqual({
      AccessSecretVersion: 2,
      CreateSecret: 1,
      AddSecretVersion: 2,
    });
    expect(await counted(() => manager.getAllSecretKeys())).toEqual({ ListSecrets: 1 });
    expect(await counted(() => listed(manager))).toEqual({
      ListSecrets: 1,
      AccessSecretVersion: 1,
    });
  });
});

/** The numbers of the versions of a secret that can be accessed. */
async function versionsOf(person: ByHand, id: string) {
  const parent = `${person.parent}/secrets/${id}`;
  const [versions] = await person.client.listSecretVersions({ parent, filter: "state:ENABLED" });
  const numbers = versions.map(({ name }) => Number(name?.split("/").at(-1)));
  return numbers.toSorted((a, b) => a - b);
}

describe("garbage", () => {
  it("is collected an hour after it was superseded; the state in force and the one before stay", async () => {
    const { emulator, person, manager: open } = project();
    const manager = open();
    await manager.registerSecret(secretOf("db", { password: "1" }));
    for (const password of ["2", "3", "4"])
      await manager.updateSecret(secretOf("db", { password }));
    await manager.close();
    expect(await versionsOf(person, "db--password")).toEqual([1, 2, 3, 4]);
    await emulator.simulation.wait(3_700_000);
    const later = open("later");
    await later.updateSecret(secretOf("db", { password: "5" }));
    await later.close();
    // 4 was superseded just now, and is the one before: 3 was superseded an hour ago.
    expect(await versionsOf(person, "db--password")).toEqual([4, 5]);
    expect(await versionsOf(person, "db--head")).toEqual([4, 5]);
  });

  it("of a secret that was deleted, no value stays", async () => {
    const { person, manager: open } = project();
    const manager = open();
    await manager.registerSecret(secretOf("db", { password: "1", user: "app" }));
    await manager.updateSecret(secretOf("db", { password: "2" }));
    await manager.deleteSecret("db");
    expect(await versionsOf(person, "db--password")).not.toContain(2);
    await manager.close();
    expect(await versionsOf(person, "db--password")).toEqual([]);
    expect(await versionsOf(person, "db--user")).toEqual([]);
  });
});

describe("a secret that another manager has just made", () => {
  it("is deleted also where this one is not shown yet that it is there", async () => {
    const { emulator, manager: open } = project();
    await open("first").registerSecret(secretOf("db", { password: "tulip" }));
    let hidden = 2;
    emulator.faults = ({ name }) => {
      if (name !== "UpdateSecret" || hidden === 0) return undefined;
      hidden -= 1;
      return { kind: "refuse", error: new GcpError("NOT_FOUND", "Secret [db--head] not found.") };
    };
    const second = open("second");
    await second.deleteSecret("db");
    expect(hidden).toBe(0);
    await expect(second.getSecret("db")).rejects.toMatchObject({ code: "SECRET_NOT_FOUND" });
  });
});
