import { describe, expect, test } from "vitest";
import { documentOf, makeStore, openStore, succeed } from "../kist.ts";
import { makePlace } from "../place.ts";

describe("kist history and kist rollback", () => {
  test("list the states, newest first, and put an earlier one in force as a new one", async () => {
    const place = await makePlace();
    await makeStore(place, { db: { user: "first" } });
    await using manager = openStore(place);
    const { revision: first } = await manager.describeSecret("db");
    const second = await manager.modifySecret("db", () => ({ user: "second" }));

    const lines = (await succeed(place, ["history", "db"])).split("\n");
    expect(lines[0]).toMatch(new RegExp(`^${second} .*Z {2}now$`));
    expect(lines[1]).toMatch(new RegExp(`^${first} .*Z$`));

    expect(await succeed(place, ["rollback", "db", first])).toContain(`Rolled back db to ${first}`);
    expect(await succeed(place, ["get", "db", "user"])).toBe("first");
    expect(await documentOf(place, ["history", "db"])).toMatchObject([
      { createdAt: expect.stringMatching(/Z$/) as unknown },
      { revision: second },
      { revision: first },
    ]);
    const document = await documentOf(place, ["rollback", "db", second]);
    expect(document).toEqual({
      name: "db",
      revision: (await manager.describeSecret("db")).revision,
    });
  });
});
