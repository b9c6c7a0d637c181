import { describe, expect, it } from "vitest";
import { MemorySecretsManager, MemoryStore } from "../memory/index.ts";
import { arbitrarySchema, type Call, type Capabilities, type RecordSummary } from "../index.ts";

/** Its backend also holds what only an id leads to. */
class ByIdManager extends MemorySecretsManager {
  static override readonly capabilities: Capabilities = {
    ...MemorySecretsManager.capabilities,
    readsById: true,
  };

  protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
    yield* super.doList(prefix, call);
    for (const path of ["id:/app/db", "id:", "keykist/global/db"]) yield { path, owned: false };
  }
}

async function unowned(manager: MemorySecretsManager, prefix = ""): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of manager.listSecrets({ prefix, owned: false })) names.push(name);
  return names;
}

function store(): MemoryStore {
  const made = new MemoryStore();
  made.plant("db", { password: "mango" });
  made.plant("own", { password: "tulip" }, { type: "arbitrary" });
  return made;
}

describe("listSecrets({ owned: false })", () => {
  it("shows names and times, and neither a type nor a revision", async () => {
    const manager = new MemorySecretsManager({}, { store: store() });
    for await (const summary of manager.listSecrets({ owned: false })) {
      expect(Object.keys(summary).toSorted()).toEqual(["createdAt", "name", "updatedAt"]);
      expect(summary.name).toBe("db");
    }
    expect.assertions(2);
  });

  it("shows what only an id leads to, in scope none, where the manager reads by ids", async () => {
    expect(await unowned(new ByIdManager({}, { store: store() }))).toEqual(["db", "id:/app/db"]);
    expect(await unowned(new ByIdManager({}, { store: store() }), "id:/")).toEqual(["id:/app/db"]);
    expect(await unowned(new ByIdManager({ scope: "global" }, { store: store() }))).toEqual(["db"]);
    class Silent extends ByIdManager {
      static override readonly capabilities = MemorySecretsManager.capabilities;
    }
    expect(await unowned(new Silent({}, { store: store() }))).toEqual(["db"]);
  });

  it("is UNSUPPORTED where the manager cannot adopt", async () => {
    class Closed extends MemorySecretsManager {
      static override readonly capabilities: Capabilities = {
        ...MemorySecretsManager.capabilities,
        adopt: false,
      };
    }
    await expect(unowned(new Closed())).rejects.toMatchObject({ code: "UNSUPPORTED" });
  });

  it("leaves the usual listing as it was", async () => {
    const manager = new MemorySecretsManager({}, { store: store() });
    await manager.registerSecret(arbitrarySchema.create("other", {}));
    expect(await manager.getAllSecretKeys()).toEqual(["other", "own"]);
  });
});
