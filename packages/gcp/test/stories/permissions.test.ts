import { KeykistError } from "@keykist/core";
import { ALL_PERMISSIONS, GcpError } from "@keykist/emulators/gcp";
import { describe, expect, it } from "vitest";
import { problemsOf } from "../diagnosis/diagnosed.ts";
import { entriesOf, project, secretOf, versionsOf } from "./project.ts";

const DESTROY = "secretmanager.versions.destroy";

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

  it("a writer that may not destroy writes and closes; what it superseded is left to others", async () => {
    const { emulator, manager: open } = project();
    emulator.deny([DESTROY, "secretmanager.versions.list"]);
    const manager = open();
    await manager.registerSecret(secretOf("db", { password: "tulip" }));
    await manager.updateSecret(secretOf("db", { password: "dahlia" }));
    await manager.close();
    expect(await entriesOf(open("other"), "db")).toEqual({ password: "dahlia" });
  });
});

describe("who may not destroy values", () => {
  it("deletes nothing: keykist and others read what they read before", async () => {
    const { emulator, person, manager: open } = project();
    for (const name of ["a", "b", "c"])
      await open().registerSecret(secretOf(name, { password: "tulip", empty: "" }));
    emulator.deny([DESTROY], "refused");
    const refused = open("refused");
    const error: unknown = await refused.deleteSecret("a").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "PERMISSION_DENIED", outcome: "not_applied" });
    expect(Reflect.get(Object(error), "hint")).toContain(DESTROY);
    const all = await refused.deleteAllSecrets();
    expect(all.deleted).toBe(0);
    expect([...all.failed.values()]).toMatchObject(
      ["a", "b", "c"].map(() => ({ code: "PERMISSION_DENIED", outcome: "not_applied" })),
    );
    await refused.close();
    for (const name of ["a", "b", "c"]) {
      expect(await person.access(`${name}--password`)).toBe("tulip");
      expect(await entriesOf(open("reader"), name)).toEqual({ password: "tulip", empty: "" });
    }
    // Nothing was announced either.
    const changing = "labels.keykist-role=head-changing OR labels.keykist-role=head-deleted";
    expect(await person.list(changing)).toEqual([]);
  });

  it("also where that is so of one key alone", async () => {
    const { emulator, person, manager: open } = project();
    await open().registerSecret(secretOf("db", { user: "app", password: "tulip" }));
    const [{ name: user }] = await person.client.getSecret({
      name: `${person.parent}/secrets/db--user`,
    });
    const others = ALL_PERMISSIONS.filter((permission) => permission !== DESTROY);
    emulator.allowOnly("refused", [
      { permissions: others },
      { permissions: [DESTROY], resources: user ?? "" },
    ]);
    await expect(open("refused").deleteSecret("db")).rejects.toMatchObject({
      code: "PERMISSION_DENIED",
      outcome: "not_applied",
    });
    expect(await person.access("db--user")).toBe("app");
  });

  it("once it is deleted, is told what others can still read; an allowed deletion ends it", async () => {
    const { emulator, person, manager: open } = project();
    await open().registerSecret(secretOf("db", { user: "app", password: "tulip" }));
    let isDeleted = false;
    emulator.faults = ({ client, name }) => {
      if (client !== "refused") return undefined;
      if (name === "AddSecretVersion") isDeleted = true;
      return isDeleted && name === "DestroySecretVersion"
        ? { kind: "refuse", error: new GcpError("PERMISSION_DENIED", "taken away meanwhile") }
        : undefined;
    };
    const error: unknown = await open("refused")
      .deleteSecret("db")
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "PERMISSION_DENIED", outcome: "applied", retry: "never" });
    const { message, hint } = KeykistError.is(error) ? error : { message: "", hint: "" };
    expect(message).toContain("db--password, db--user");
    expect(`${hint}`).toContain(DESTROY);
    await expect(open("reader").getSecret("db")).rejects.toMatchObject({
      code: "SECRET_NOT_FOUND",
    });
    const [problem] = await problemsOf(open("doctor"));
    expect(problem?.says).toContain(
      '"db" is deleted, but values of "password", "user" can still be read',
    );

    const again = open("again").deleteSecret("db");
    await expect(again).rejects.toMatchObject({ code: "SECRET_NOT_FOUND" });
    expect(await versionsOf(person, "db--password")).toEqual([]);
    expect(await problemsOf(open("doctor"))).toEqual([]);
  });

  it("a delay of the destruction takes values out of sight, until they are enabled or gone", async () => {
    const { emulator, person, manager: open } = project();
    await open().registerSecret(secretOf("db", { password: "tulip" }));
    for (const id of ["db--password", "db--head"])
      await person.client.updateSecret({
        secret: { name: `${person.parent}/secrets/${id}`, versionDestroyTtl: { seconds: 864_000 } },
        updateMask: { paths: ["version_destroy_ttl"] },
      });
    for (const password of ["rose", "lily", "iris"]) {
      await open().updateSecret(secretOf("db", { password }));
      await emulator.simulation.wait(3_700_000);
    }
    const collector = open("collector");
    await collector.updateSecret(secretOf("db", { password: "aster" }));
    await collector.close();
    // Collection has disabled records of the head, which is no damage.
    expect(await entriesOf(open("reader"), "db")).toEqual({ password: "aster" });
    expect(await open("reader").getSecretHistory("db")).toHaveLength(2);
    expect(await problemsOf(open("doctor"))).toEqual([]);
    await open().deleteSecret("db");
    await expect(person.access("db--password")).rejects.toThrow("is in DISABLED state");
    await expect(open("reader").getSecret("db")).rejects.toMatchObject({
      code: "SECRET_NOT_FOUND",
    });
    await open().registerSecret(secretOf("db", { password: "tulip" }));
    expect(await entriesOf(open("reader"), "db")).toEqual({ password: "tulip" });
  });
});
