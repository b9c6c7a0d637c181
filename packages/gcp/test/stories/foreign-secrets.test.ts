import { KeykistError } from "@keykist/core";
import { describe, expect, it } from "vitest";
import type { ByHand } from "../by-hand.ts";
import { problemsOf } from "../diagnosis/diagnosed.ts";
import { entriesOf, project, secretOf } from "./project.ts";

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
    "where terraform or a person made %s before, registering says so, and leaves it",
    async (id) => {
      const { manager: open, person } = project();
      await person.create(id);
      await person.add(id, "not keykist's");
      const error: unknown = await open()
        .registerSecret(secretOf("db", { password: "tulip" }))
        .catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "NOT_OWNED", outcome: "not_applied" });
      const { message, hint } = KeykistError.is(error) ? error : { message: "", hint: "" };
      expect(message).toContain(id);
      expect(hint).toContain(`getSecret("id:${id}")`);
      expect(await person.access(id)).toBe("not keykist's");
      await expect(open().getSecret("db")).rejects.toMatchObject({ code: "SECRET_NOT_FOUND" });

      await person.client.deleteSecret({ name: `${person.parent}/secrets/${id}` });
      await open().registerSecret(secretOf("db", { password: "tulip" }));
      expect(await entriesOf(open(), "db")).toEqual({ password: "tulip" });
    },
  );
});

describe("a key whose GCP secret was deleted in the console", () => {
  it.each([
    ["with another value", { user: "app", password: "dahlia" }],
    ["with the same value", { user: "app", password: "tulip" }],
  ])("is made again by an update of the whole content, %s", async (_what, content) => {
    const { manager: open, person } = project();
    const manager = open();
    await manager.registerSecret(secretOf("db", { user: "app", password: "tulip" }));
    await person.client.deleteSecret({ name: `${person.parent}/secrets/db--password` });
    const error: unknown = await manager.getSecret("db").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "CORRUPT" });
    expect(Reflect.get(Object(error), "hint")).toContain(
      "update the secret with its whole content",
    );
    await manager.updateSecret(secretOf("db", content));
    expect(await entriesOf(manager, "db")).toEqual(content);
    expect(await person.access("db--password")).toBe(content.password);
    expect(await problemsOf(open("doctor"))).toEqual([]);
  });

  it("is looked for where another one was found to be gone", async () => {
    const { manager: open, person } = project();
    const manager = open();
    await manager.registerSecret(secretOf("db", { user: "app", password: "tulip" }));
    for (const id of ["db--password", "db--user"])
      await person.client.deleteSecret({ name: `${person.parent}/secrets/${id}` });
    await manager.updateSecret(secretOf("db", { user: "app", password: "dahlia" }));
    expect(await entriesOf(manager, "db")).toEqual({ user: "app", password: "dahlia" });
  });
});

describe("bytes that are not text", () => {
  const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x80]);

  /** Adds a version of a secret that something else made. */
  const added = async (person: ByHand, id: string): Promise<void> => {
    const parent = `${person.parent}/secrets/${id}`;
    await person.client.addSecretVersion({ parent, payload: { data: bytes } });
  };

  it("are read as base64, and not adopted", async () => {
    const { manager: open, person } = project();
    await person.create("blob");
    await added(person, "blob");
    const manager = open();
    expect(await entriesOf(manager, "blob")).toEqual({ value: bytes.toString("base64") });
    await expect(manager.adoptSecret("blob", "arbitrary")).rejects.toMatchObject({
      code: "UNSUPPORTED",
      outcome: "not_applied",
    });
    expect(await person.list()).toEqual(["blob"]);
  });

  it("that a person added to a key are not adopted either, and change nothing", async () => {
    const { manager: open, person } = project();
    const manager = open();
    await manager.registerSecret(secretOf("db", { password: "tulip" }));
    await added(person, "db--password");
    await expect(manager.adoptSecret("db", "arbitrary")).rejects.toMatchObject({
      code: "UNSUPPORTED",
    });
    expect(await entriesOf(manager, "db")).toEqual({ password: "tulip" });
  });
});

describe("by its id in GCP, a secret of something else", () => {
  it.each([
    ["whose id holds --", "prod--db"],
    ["whose id ends like a hash", `db-${"a".repeat(26)}`],
    ["whose id is long", "n".repeat(200)],
  ])("%s is read, and never changed", async (_what, id) => {
    const { manager: open, person } = project();
    await person.create(id);
    await person.add(id, JSON.stringify({ user: "app", port: 5432 }));
    const manager = open();
    for (const name of [`id:${id}`, `id:${person.parent}/secrets/${id}`])
      expect(await entriesOf(manager, name)).toEqual({ user: "app", port: "5432" });
    expect(await manager.describeSecret(`id:${id}`)).toMatchObject({ owned: false });
    const update = manager.deleteSecret(`id:${id}`);
    await expect(update).rejects.toMatchObject({ code: "UNSUPPORTED" });
    const scoped = open("scoped", { namespace: "shop" });
    await expect(scoped.getSecret(`id:${id}`)).rejects.toMatchObject({ code: "UNSUPPORTED" });
  });

  it("that does not exist is not found, and what is no id is refused", async () => {
    const { manager: open } = project();
    const manager = open();
    await expect(manager.getSecret("id:prod--db")).rejects.toMatchObject({
      code: "SECRET_NOT_FOUND",
    });
    await expect(manager.getSecret("id:prod.db")).rejects.toMatchObject({ code: "INVALID_NAME" });
  });

  it("is never one of keykist's own, whatever its labels say", async () => {
    const { manager: open, person } = project();
    const scoped = open("scoped", { namespace: "shop" });
    const manager = open();
    await scoped.registerSecret(secretOf("db", { password: "tulip" }));
    await manager.registerSecret(secretOf("db", { password: "tulip" }));
    const ids = await person.list();
    const read = async () => {
      for (const id of ids) {
        const error: unknown = await manager
          .getSecret(`id:${id}`)
          .catch((thrown: unknown) => thrown);
        expect({ id, error }).toMatchObject({ error: { code: "INVALID_NAME" } });
        expect(JSON.stringify(error)).not.toContain("tulip");
      }
    };
    await read();
    ids.splice(0, ids.length, "db--head", "db--password");
    for (const id of ids)
      await person.client.updateSecret({
        secret: { name: `${person.parent}/secrets/${id}`, labels: {}, annotations: {} },
        updateMask: { paths: ["labels", "annotations"] },
      });
    await read();
  });
});

describe("a secret of something else whose latest version is disabled", () => {
  it("is there: reading says what to do, and nothing is registered over it", async () => {
    const { manager: open, person } = project();
    await person.create("db");
    await person.add("db", "tulip");
    const version = { name: `${person.parent}/secrets/db/versions/1` };
    await person.client.disableSecretVersion(version);
    const manager = open();
    const error: unknown = await manager.getSecret("db").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "CORRUPT" });
    expect(Reflect.get(Object(error), "hint")).toContain("enable it");
    await expect(manager.registerSecret(secretOf("db", { a: "b" }))).rejects.toMatchObject({
      code: "SECRET_EXISTS",
    });
    await expect(manager.updateSecret(secretOf("db", { a: "b" }))).rejects.toMatchObject({
      code: "NOT_OWNED",
    });
    await expect(manager.deleteSecret("db")).rejects.toMatchObject({ code: "NOT_OWNED" });
    await person.client.enableSecretVersion(version);
    expect(await entriesOf(manager, "db")).toEqual({ value: "tulip" });
  });
});
