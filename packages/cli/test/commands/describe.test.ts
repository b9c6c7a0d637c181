import { describe, expect, test } from "vitest";
import { documentOf, makeStore, openStore, succeed } from "../kist.ts";
import { makePlace } from "../place.ts";

describe("kist describe", () => {
  test("says what is known of a secret, and no value", async () => {
    const place = await makePlace();
    await makeStore(place, { db: { user: "app", password: "hunter2" } });
    await using manager = openStore(place);
    const { revision, createdAt, updatedAt } = await manager.describeSecret("db");
    const stdout = await succeed(place, ["describe", "db"]);
    expect(stdout).toMatch(/^db\n {2}type {6}arbitrary\n {2}keys {6}password, user\n/);
    expect(stdout).toContain(`\n  revision  ${revision}\n`);
    expect(stdout).toContain("\n  owned     yes\n");
    expect(await documentOf(place, ["describe", "db"])).toEqual({
      name: "db",
      type: "arbitrary",
      revision,
      keys: ["password", "user"],
      createdAt: createdAt?.toISOString(),
      updatedAt: updatedAt?.toISOString(),
      owned: true,
    });
  });
});
