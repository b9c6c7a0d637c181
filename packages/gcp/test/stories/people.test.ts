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

  it("who adopts a secret whose head is lost gets back a key that was removed shortly before, and one of a deleted secret never", async () => {
    const { manager: open, person } = project();
    const manager = open();
    for (const name of ["kept", "gone"])
      await manager.registerSecret(secretOf(name, { user: "app", password: "tulip" }));
    await manager.updateSecret(secretOf("kept", { user: "app" }));
    await manager.deleteSecret("gone");
    for (const name of ["kept", "gone"])
      await person.client.deleteSecret({ name: `${person.parent}/secrets/${name}--head` });
    await manager.adoptSecret("kept", "arbitrary");
    expect(await entriesOf(manager, "kept")).toEqual({ user: "app", password: "tulip" });
    const adoption = manager.adoptSecret("gone", "arbitrary");
    await expect(adoption).rejects.toMatchObject({ code: "SECRET_NOT_FOUND" });
  });

  it("keeps the labels that were put on a secret, also when it is deleted and registered again", async () => {
    const { manager: open, person } = project();
    const manager = open("writer", { labels: { team: "payments" } });
    const head = `${person.parent}/secrets/db--head`;
    const key = `${person.parent}/secrets/db--password`;
    const labels = async (name: string) => (await person.client.getSecret({ name }))[0].labels;
    await manager.registerSecret(secretOf("db", { password: "tulip" }));
    for (const name of [head, key])
      await person.client.updateSecret({
        secret: { name, labels: { ...(await labels(name)), "cost-centre": "1", team: "ledger" } },
        updateMask: { paths: ["labels"] },
      });
    await manager.deleteSecret("db");
    expect(await labels(head)).toMatchObject({ "cost-centre": "1", team: "ledger" });
    await manager.registerSecret(secretOf("db", { password: "dahlia" }));
    for (const name of [head, key])
      expect(await labels(name)).toMatchObject({ "cost-centre": "1", team: "ledger" });
    expect(await manager.getAllSecretKeys()).toEqual(["db"]);
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
