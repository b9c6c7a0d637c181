import { KeykistError } from "@keykist/core";
import { describe, expect, it } from "vitest";
import { entriesOf, project, secretOf } from "./project.ts";

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
