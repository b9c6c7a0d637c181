import { describe, expect, it } from "vitest";
import { project, secretOf } from "./project.ts";

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
