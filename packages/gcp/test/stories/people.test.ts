import { describe, expect, it } from "vitest";
import { entriesOf, project, secretOf } from "./project.ts";

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
