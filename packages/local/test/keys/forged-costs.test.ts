import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { associatedData } from "../../src/sealing.ts";
import { StoreFolder } from "../processes/store-folder.ts";
import { makeStore, open } from "./made-store.ts";

/** Gives a store another header, as somebody can who has the file: its checksum needs no key. */
function forgeCosts(file: string, costs: Readonly<Record<"N" | "r" | "p", number>>): void {
  const { N, r, p } = costs;
  const database = new DatabaseSync(file);
  const read = database.prepare("SELECT json_extract(header, ?) AS field FROM store");
  const [format, id, source, salt, dataKey] = [
    "$.format",
    "$.id",
    "$.source",
    "$.costs.salt",
    "$.dataKey",
  ].map((place) => read.get(place)?.["field"]);
  const fields = ["keykist local 1 header", format, id, source, N, r, p, salt, dataKey];
  const check = createHash("sha256")
    .update(associatedData(fields.map(String)))
    .digest("base64");
  database
    .prepare(
      `UPDATE store SET header =
        json_set(header, '$.costs.N', ?, '$.costs.r', ?, '$.costs.p', ?, '$.check', ?)`,
    )
    .run(BigInt(N), BigInt(r), BigInt(p), check);
  database.close();
}

describe("a header whose costs are forged", () => {
  it.each([
    ["takes too much memory", { N: 2 ** 30, r: 8, p: 1 }, "CORRUPT"],
    ["takes a little too much memory", { N: 2 ** 18, r: 9, p: 1 }, "CORRUPT"],
    ["takes too much work in p", { N: 2, r: 1, p: 2 ** 21 }, "CORRUPT"],
    ["takes too much time", { N: 2 ** 17, r: 8, p: 1000 }, "CORRUPT"],
    ["takes a little too much time", { N: 2 ** 17, r: 8, p: 3 }, "CORRUPT"],
    ["is more than scrypt can do", { N: 2 ** 17 + 1, r: 8, p: 1 }, "CORRUPT"],
    ["is cheap to try passphrases against", { N: 2, r: 1, p: 1 }, "UNAUTHENTICATED"],
  ])(
    "and %s, is refused before a key is derived by them",
    async (_what, costs, code) => {
      await using folder = await StoreFolder.make();
      await makeStore(folder.file, { passphrase: "tulip" });
      forgeCosts(folder.file, costs);
      await using manager = open(folder.file, { passphrase: "tulip" });
      await expect(manager.getSecret("db")).rejects.toMatchObject({ code });
    },
    20_000,
  );
});

describe("a header whose costs are within the bounds of docs/local-format.md", () => {
  it.each([
    ["twice the memory of a new store", { N: 2 ** 18, r: 8, p: 1 }],
    ["twice the work", { N: 2 ** 17, r: 8, p: 2 }],
  ])(
    "is tried: %s",
    async (_what, costs) => {
      await using folder = await StoreFolder.make();
      await makeStore(folder.file, { passphrase: "tulip" });
      forgeCosts(folder.file, costs);
      await using manager = open(folder.file, { passphrase: "tulip" });
      // The data key is bound to the costs that it was sealed with.
      await expect(manager.getSecret("db")).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    },
    20_000,
  );

  it("as the page states them", async () => {
    const page = await readFile(
      new URL("../../../../docs/local-format.md", import.meta.url),
      "utf8",
    );
    expect(page).toContain("128·N·r ≤ 2²⁸");
    expect(page).toContain("N·r·p ≤ 2²¹");
  });
});
