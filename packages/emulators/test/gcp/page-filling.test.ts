import { describe, expect, it } from "vitest";
import { GcpEmulator, type PageFilling } from "../../src/gcp/index.ts";

const parent = "projects/acme";

/** The ids of each page of three secrets, two on a page, where the first one is filled so. */
async function pagesWhere(first: PageFilling): Promise<readonly string[][]> {
  const emulator = new GcpEmulator({ seed: 1 });
  const client = emulator.client("first");
  for (const secretId of ["a", "b", "c"])
    await client.createSecret({ parent, secretId, secret: { replication: { automatic: {} } } });
  emulator.nextPage = first;
  const pages: string[][] = [];
  let pageToken = "";
  do {
    const [secrets, , page] = await client.listSecrets(
      { parent, pageSize: 2, pageToken },
      { autoPaginate: false },
    );
    pages.push(secrets.map(({ name }) => name?.split("/").at(-1) ?? ""));
    pageToken = page?.nextPageToken ?? "";
  } while (pageToken !== "");
  return pages;
}

describe("a page of a listing", () => {
  it('"may return fewer" than it could: those that are left follow', async () => {
    expect(await pagesWhere("full")).toEqual([["c", "b"], ["a"]]);
    expect(await pagesWhere("half")).toEqual([["c"], ["b", "a"]]);
    expect(await pagesWhere("empty")).toEqual([[], ["c", "b"], ["a"]]);
  });
});
