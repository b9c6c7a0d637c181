import { describe, expect, it } from "vitest";
import { z } from "zod";
import { PlainSecretsManager } from "../../test/plain-flavor.ts";
import {
  arbitrarySchema,
  defineSecretSchema,
  KeykistError,
  type Capabilities,
  type StoredRecord,
} from "../index.ts";
import { createSecret } from "../secrets/create-secret.ts";

const ids: ReadonlyMap<string, string> = new Map([
  ["/app/db", "tulip"],
  ["arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf", "dahlia"],
  ["rds!cluster", "sage"],
]);

/** A flavor that claims to read by ids. Its backend says that it owns what it holds, which is not to be believed. */
class ByIdManager extends PlainSecretsManager {
  static override readonly capabilities: Capabilities = {
    ...PlainSecretsManager.capabilities,
    readsById: true,
  };

  protected override async doReadById(id: string): Promise<StoredRecord | undefined> {
    const password = ids.get(id);
    return password === undefined
      ? undefined
      : {
          type: "arbitrary",
          owned: true,
          revision: "r1",
          entries: new Map([["password", password]]),
        };
  }
}

const login = defineSecretSchema("login", { password: z.string() });

/** A secret that was read by an id, as a program would pass it on. */
const secretOfId = createSecret({
  name: "id:/app/db",
  type: "arbitrary",
  entries: new Map(),
  content: {},
});

describe("a name that is an id of the backend", () => {
  it.each([...ids])("reads %s", async (id, password) => {
    const manager = new ByIdManager();
    const secret = await manager.getSecret(`id:${id}`, login);
    expect(secret).toMatchObject({ name: `id:${id}`, revision: "r1" });
    expect(secret.content.password).toBe(password);
  });

  it("is described as not owned, whatever the flavor says", async () => {
    const description = await new ByIdManager().describeSecret("id:/app/db");
    expect(description).toMatchObject({ owned: false, type: undefined, keys: ["password"] });
  });

  it("may stand in a batch beside names", async () => {
    const manager = new ByIdManager();
    await manager.registerSecret(arbitrarySchema.create("db", { password: "mango" }));
    const secrets = await manager.getSecrets(["id:/app/db", "db", "id:nothing"]);
    expect([...secrets.keys()]).toEqual(["id:/app/db", "db", "id:nothing"]);
    expect(KeykistError.is(secrets.get("id:/app/db"))).toBe(false);
    expect(KeykistError.is(secrets.get("id:nothing"), "SECRET_NOT_FOUND")).toBe(true);
  });

  it.each([
    ["registered", (manager) => manager.registerSecret(secretOfId)],
    ["updated", (manager) => manager.updateSecret(secretOfId)],
    ["modified", (manager) => manager.modifySecret("id:/app/db", (content) => content)],
    ["deleted", (manager) => manager.deleteSecret("id:/app/db")],
    ["read at a revision", (manager) => manager.getSecret("id:/app/db", { revision: "r0" })],
  ] as const satisfies readonly (readonly [string, (manager: ByIdManager) => Promise<unknown>])[])(
    "cannot be %s",
    async (_what, work) => {
      await expect(work(new ByIdManager())).rejects.toMatchObject({
        code: "UNSUPPORTED",
        secret: "id:/app/db",
      });
    },
  );

  it("is refused in every scope but none, and by a flavor that does not claim it", async () => {
    const scoped = new ByIdManager({ scope: "global" });
    await expect(scoped.getSecret("id:/app/db")).rejects.toMatchObject({ code: "UNSUPPORTED" });
    const plain = new PlainSecretsManager();
    await expect(plain.getSecret("id:/app/db")).rejects.toMatchObject({ code: "UNSUPPORTED" });
  });

  it.each(["id:", "id:two words", "id:\u001B[31m", `id:${"x".repeat(2049)}`])(
    "is not a name where the id cannot be one",
    async (name) => {
      await expect(new ByIdManager().getSecret(name)).rejects.toMatchObject({
        code: "INVALID_NAME",
        secret: undefined,
      });
    },
  );
});
