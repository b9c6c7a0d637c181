import { describe, expect, it } from "vitest";
import { page } from "../../src/gcp/list-page.ts";
import { add, emulatorWithSecret, NAME, PARENT, statusOf } from "./project.ts";

describe("a page", () => {
  it('holds 25 000 at most: "If the number is greater than 25000, it is capped at 25000."', () => {
    const items = Array.from({ length: 25_001 }, (_, serial) => ({ serial }));
    const first = page(items, { pageSize: 30_000 });
    expect(first.items).toHaveLength(25_000);
    const second = page(items, { pageSize: 30_000, pageToken: first.nextPageToken });
    expect(second).toEqual({ items: [{ serial: 0 }], nextPageToken: "", totalSize: 25_001 });
  });

  it('is of the size that the service decides: "If set to 0, the server decides"', async () => {
    const { client } = await emulatorWithSecret();
    for (let count = 0; count < 101; count += 1) await add(client, "one");
    const list = { parent: NAME, pageSize: 0 };
    const [versions, next] = await client.listSecretVersions(list, { autoPaginate: false });
    expect(versions).toHaveLength(100);
    expect(next?.pageToken).toBeTruthy();
  });

  it("of a negative size is refused", async () => {
    const { client } = await emulatorWithSecret();
    const list = client.listSecrets({ parent: PARENT, pageSize: -1 }, { autoPaginate: false });
    expect(await statusOf(list)).toBe("INVALID_ARGUMENT");
  });
});
