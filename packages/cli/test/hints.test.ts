import { describe, expect, test } from "vitest";
import { failureIn, refusal } from "./failure-line.ts";
import { kist, makeStore, storeContents } from "./kist.ts";
import { makePlace } from "./place.ts";
import { scriptedFlavor } from "./scripted-flavor.ts";

describe("a name that is not there", () => {
  test.each([
    ["fails", `async *doList() { throw Object.assign(new Error("hunter2"), { code: "EACCES" }); }`],
    [
      "never ends",
      `async *doList() { await new Promise((resolve) => setTimeout(resolve, 60_000)); }`,
    ],
  ])("is reported as that also where the listing for suggestions %s", async (_how, hooks) => {
    const place = await makePlace();
    await makeStore(place, { "prod-db": {} });
    const config = await scriptedFlavor(place, hooks);
    const ended = await kist(place, ["get", "prod-bd", ...config]);
    expect(failureIn(ended)).toEqual(
      refusal(
        3,
        /^kist: cannot read "prod-bd": there is no such secret; see which there are: kist list$/,
      ),
    );
  });
});

describe("a write of which nobody knows whether it was applied", () => {
  test("is said to be that, with the command that shows it", async () => {
    const place = await makePlace();
    await makeStore(place, { db: { k: "old" } });
    const config = await scriptedFlavor(
      place,
      `async doReplace(path, record, expected, call) {
         await super.doReplace(path, record, expected, call);
         throw new Error("hunter2");
       }`,
    );
    const ended = await kist(place, ["update", "db", "k=new", ...config]);
    expect(failureIn(ended)).toEqual(
      refusal(1, /^kist: cannot modify "db": .*; see whether it was applied: kist describe db$/),
    );
    expect(await storeContents(place)).toEqual({ db: { k: "new" } });
  });
});

describe("a manager that cannot do what is asked", () => {
  test.each([
    ["history", ["history", "db"], "this manager keeps no history"],
    ["rename", ["rename", "db", "x"], "cannot guard a deletion by a revision"],
    ["update", ["update", "db", "k=v"], "this manager cannot make an update depend on a revision"],
  ])("ends %s with 9, before anything is written", async (_command, words, problem) => {
    const place = await makePlace();
    const before = { db: { k: "old" } };
    await makeStore(place, before);
    const config = await scriptedFlavor(
      place,
      `get capabilities() {
         return { ...super.capabilities, history: "none", guardedUpdate: "none", guardedDelete: "none" };
       }`,
    );
    const ended = await kist(place, [...words, ...config]);
    expect(failureIn(ended)).toEqual(refusal(9, new RegExp(problem)));
    expect(await storeContents(place)).toEqual(before);
  });

  test("does not change what keykist did not make", async () => {
    const place = await makePlace();
    await makeStore(place, { db: { k: "old" } });
    const config = await scriptedFlavor(
      place,
      `async doRead(...words) { return { ...(await super.doRead(...words)), type: undefined, owned: false }; }`,
    );
    for (const words of [
      ["update", "db", "k=v"],
      ["rename", "db", "x"],
    ]) {
      const ended = await kist(place, [...words, ...config]);
      expect(failureIn(ended)).toEqual(
        refusal(7, /it was not made by keykist; (change|rename) it with the tool that made it$/),
      );
    }
    const described = await kist(place, ["describe", "db", ...config]);
    expect(described.stdout).toContain("owned     no: kist reads it, and never changes it");
    expect(await storeContents(place)).toEqual({ db: { k: "old" } });
  });
});
