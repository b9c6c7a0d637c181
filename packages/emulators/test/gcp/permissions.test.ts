import { describe, expect, it } from "vitest";
import { GcpEmulator, type InProcessClient } from "../../src/gcp/index.ts";
import { PARENT, NAME, emulatorWithSecret, create, add, access, statusOf } from "./project.ts";

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
