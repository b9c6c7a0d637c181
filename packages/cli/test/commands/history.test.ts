import { describe, expect, test } from "vitest";
import { failureIn, refusal } from "../failure-line.ts";
import { keptFlavor } from "../kept-flavor.ts";
import { documentOf, kist, makeStore, openStore, succeed } from "../kist.ts";
import { makePlace } from "../place.ts";

describe("kist history and kist rollback", () => {
  test("list the states, newest first, and put an earlier one in force as a new one", async () => {
    const place = await makePlace();
    await makeStore(place, { db: { user: "first" } });
    await using manager = openStore(place);
    const { revision: first } = await manager.describeSecret("db");
    const second = await manager.modifySecret("db", () => ({ user: "second" }));

    const lines = (await succeed(place, ["history", "db"])).split("\n");
    expect(lines[0]).toMatch(new RegExp(`^${second} .*Z {2}now {2}~user$`));
    expect(lines[1]).toMatch(new RegExp(`^${first} .*Z {7}user$`));

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

  test("say what each state changed, never its values", async () => {
    const place = await makePlace();
    await makeStore(place, { db: { user: "tulip", password: "aster" } });
    await succeed(place, ["update", "db", "--values", '{"user":"rose","token":"sage"}']);
    await succeed(place, ["update", "db", "--unset", "password"]);
    await succeed(place, ["update", "db", "--values", '{"token":"sage"}']);
    const shown = await succeed(place, ["history", "db"]);
    expect(
      shown
        .trimEnd()
        .split("\n")
        .map((line) => line.replace(/^.*Z( +now)? +/, "")),
    ).toEqual(["no change", "-password", "+token ~user", "password, user"]);
    expect(shown).not.toMatch(/tulip|aster|rose|sage/);
    expect(await documentOf(place, ["history", "db"])).toMatchObject([
      { added: [], removed: [], changed: [] },
      { keys: ["token", "user"], added: [], removed: ["password"], changed: [] },
      { added: ["token"], removed: [], changed: ["user"] },
      { keys: ["password", "user"], added: null, removed: null, changed: null },
    ]);
  });

  test("show keys where values may not be read", async () => {
    const place = await makePlace();
    const { words } = await keptFlavor(
      place,
      `doReadRevision() { throw Object.assign(new Error("x"), { code: "EDENIED" }); }
       classify(error) {
         return error.code === "EDENIED"
           ? { code: "PERMISSION_DENIED", retry: "never" }
           : super.classify(error);
       }`,
    );
    await succeed(place, ["register", "db", "--values", '{"a":"1","b":"2"}', ...words]);
    await succeed(place, [
      "update",
      "db",
      "--values",
      '{"a":"3","c":"4"}',
      "--unset",
      "b",
      ...words,
    ]);
    expect(await documentOf(place, ["history", "db", ...words])).toMatchObject([
      { keys: ["a", "c"], added: ["c"], removed: ["b"], changed: null },
      { keys: ["a", "b"], added: null },
    ]);
  });

  test("take the beginning of a revision, and --previous", async () => {
    const place = await makePlace();
    const { words, peek } = await keptFlavor(place);
    await succeed(place, ["register", "db", "--values", '{"k":"first"}', ...words]);
    await succeed(place, ["update", "db", "--values", '{"k":"second"}', ...words]);
    const [present = "", previous = ""] = [
      peek("db")?.current.revision,
      peek("db")?.earlier[0]?.revision,
    ];
    const beginning = previous.slice(0, -1);
    expect(present.startsWith(beginning)).toBe(false);
    expect(await succeed(place, ["get", "db", "k", "--revision", beginning, ...words])).toBe(
      "first",
    );
    expect(await succeed(place, ["rollback", "db", beginning, ...words])).toContain(
      `Rolled back db in kept to ${previous}`,
    );
    expect(peek("db")?.current.entries.get("k")).toBe("first");
    await succeed(place, ["rollback", "db", "--previous", ...words]);
    expect(peek("db")?.current.entries.get("k")).toBe("second");

    const several = await kist(place, ["rollback", "db", "", ...words]);
    expect(failureIn(several)).toEqual(refusal(3, /there is no such revision/));
  });

  test.each([
    [["rollback", "db"], 2, /REVISION is missing; kist rollback db --previous goes back by one/],
    [["rollback", "db", "x", "--previous"], 2, /REVISION and --previous exclude each other/],
    [["rollback", "db", "--previous"], 3, /no earlier state of it is kept; .* kist history db$/],
  ])("refuse %j", async (line, exitCode, said) => {
    const place = await makePlace();
    await makeStore(place, { db: { k: "v" } });
    expect(failureIn(await kist(place, line))).toEqual(refusal(exitCode, said));
  });

  test("refuse a beginning that several revisions have", async () => {
    const place = await makePlace();
    const { words, plant } = await keptFlavor(
      place,
      `async doHistory() { return ["ab1", "ab2"].map((revision) => ({ revision })); }`,
    );
    plant("db", { k: "v" }, { type: "arbitrary" });
    expect(failureIn(await kist(place, ["rollback", "db", "ab", ...words]))).toEqual(
      refusal(3, /several revisions of "db" begin like this; type more of the revision$/),
    );
  });
});
