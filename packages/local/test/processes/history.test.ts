import { DatabaseSync, StatementSync } from "node:sqlite";
import { arbitrarySchema } from "@keykist/core";
import { expect, it, onTestFinished } from "vitest";
import { StoreFolder } from "./store-folder.ts";

/** Does something before each time that rows are asked for, in the place of another process that is quick. */
function beforeRows(act: () => void): void {
  const original: unknown = Reflect.get(StatementSync.prototype, "all");
  if (typeof original !== "function") throw new Error("node:sqlite has other functions");
  const replaced = function all(this: unknown, ...values: unknown[]): unknown {
    act();
    const rows: unknown = Reflect.apply(original, this, values);
    return rows;
  };
  Reflect.set(StatementSync.prototype, "all", replaced);
  onTestFinished(() => {
    Reflect.set(StatementSync.prototype, "all", original);
  });
}

it("a history is of one moment, also where another process writes between its queries", async () => {
  await using store = await StoreFolder.make();
  await using manager = store.manager();
  await manager.registerSecret(arbitrarySchema.create("db", { password: "first" }));
  await manager.updateSecret(arbitrarySchema.create("db", { password: "second" }));
  await manager.updateSecret(arbitrarySchema.create("db", { password: "third" }));
  const history = await manager.getSecretHistory("db");
  expect(history).toHaveLength(3);

  const other = new DatabaseSync(store.file);
  let writes = 0;
  let refused = 0;
  beforeRows(() => {
    writes += 1;
    try {
      other.exec("DELETE FROM earlier");
    } catch {
      // The file is held by the one who reads.
      refused += 1;
    }
  });
  expect(await manager.getSecretHistory("db")).toEqual(history);
  expect([writes, refused]).toEqual([1, 1]);
  other.close();
});
