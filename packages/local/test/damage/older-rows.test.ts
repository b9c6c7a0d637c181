import { copyFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { arbitrarySchema } from "@keykist/core";
import { describe, expect, it } from "vitest";
import { type StoreReport, verifyStore } from "../../src/index.ts";
import { StoreFolder } from "../processes/store-folder.ts";
import { TEST_KEY } from "../test-key.ts";

// Someone who has the file and an older copy of it, but not the key. What was written once is sealed rightly for ever, so
// reading a row cannot show that it is an older one. docs/security.md says so. verifyStore compares all rows with the digest.

interface Tampered {
  readonly folder: StoreFolder;
  readonly older: string;
}

/** Makes a store of `a` and `b`, copies it, changes `a` and deletes `b`. */
async function madeStore(folder: StoreFolder): Promise<Tampered> {
  const older = `${folder.file}.older`;
  await using manager = folder.manager();
  await manager.registerSecret(arbitrarySchema.create("a", { value: "a1" }));
  await manager.registerSecret(arbitrarySchema.create("b", { value: "b1" }));
  await copyFile(folder.file, older);
  await manager.updateSecret(arbitrarySchema.create("a", { value: "a2" }));
  await manager.deleteSecret("b");
  return { folder, older };
}

/** Puts a row of the older copy in the place of the present one. */
function putBack({ folder, older }: Tampered, path: string): void {
  const database = new DatabaseSync(folder.file);
  database.prepare("ATTACH ? AS older").run(older);
  database.prepare("DELETE FROM main.secret WHERE path = ?").run(path);
  database.prepare("INSERT INTO main.secret SELECT * FROM older.secret WHERE path = ?").run(path);
  database.close();
}

function verify({ file }: StoreFolder): Promise<StoreReport> {
  return verifyStore({ file, key: TEST_KEY }, { environment: {} });
}

async function valueOf(folder: StoreFolder, name: string): Promise<string | undefined> {
  await using manager = folder.manager();
  return (await manager.getSecret(name, arbitrarySchema)).content["value"];
}

describe("a row that is put back from an older copy", () => {
  it("reads as it was then, and verifyStore finds it", async () => {
    await using folder = await StoreFolder.make();
    const tampered = await madeStore(folder);
    expect(await verify(folder)).toMatchObject({ sound: true, digest: "matches" });
    putBack(tampered, "a");
    expect(await valueOf(folder, "a")).toBe("a1");
    expect(await verify(folder)).toMatchObject({
      sound: false,
      digest: "differs",
      damagedStates: 0,
    });
  });

  it("brings a deleted secret back, and verifyStore finds it", async () => {
    await using folder = await StoreFolder.make();
    putBack(await madeStore(folder), "b");
    expect(await valueOf(folder, "b")).toBe("b1");
    expect(await verify(folder)).toMatchObject({ sound: false, digest: "differs" });
  });

  it("is still found after other writes, and cannot be updated, as its next state is there", async () => {
    await using folder = await StoreFolder.make();
    putBack(await madeStore(folder), "a");
    await using manager = folder.manager();
    await manager.registerSecret(arbitrarySchema.create("c", { value: "c1" }));
    await expect(
      manager.updateSecret(arbitrarySchema.create("a", { value: "a3" })),
    ).rejects.toMatchObject({ code: "CORRUPT", outcome: "not_applied" });
    await manager.deleteSecret("a");
    expect(await verify(folder)).toMatchObject({ sound: false, digest: "differs" });
  });
});
