import { describe, expect, test } from "vitest";
import { failureIn, refusal } from "../failure-line.ts";
import { documentOf, kist, makeStore, openStore, storeContents, succeed } from "../kist.ts";
import { makePlace } from "../place.ts";
import { scriptedFlavor } from "../scripted-flavor.ts";

const content = { password: "two\r\nlines\u0000", user: "app" };

describe("kist rename", () => {
  test("keeps type and bytes", async () => {
    const place = await makePlace();
    await makeStore(place);
    await place.write("password", content.password);
    const words = ["register", "db", "username=app", "password=@password"];
    await succeed(place, [...words, "--schema", "basic_auth"]);
    expect(await succeed(place, ["rename", "db", "team/db"])).toBe("Renamed db to team/db.\n");
    expect(await storeContents(place)).toEqual({
      "team/db": { username: "app", password: content.password },
    });
    const document = await documentOf(place, ["rename", "team/db", "x"]);
    await using manager = openStore(place);
    expect(await manager.describeSecret("x")).toMatchObject({ type: "basic_auth" });
    expect(document).toEqual({
      name: "x",
      revision: (await manager.describeSecret("x")).revision,
    });
  });

  test("refuses a name that is taken, and changes nothing", async () => {
    const place = await makePlace();
    const before = { a: content, b: { other: "x" } };
    await makeStore(place, before);
    expect(failureIn(await kist(place, ["rename", "a", "b"]))).toEqual(
      refusal(
        4,
        /^kist: cannot rename "a": there is a secret "b" already; choose another name, or first: kist delete b$/m,
      ),
    );
    expect(await storeContents(place)).toEqual(before);
  });

  test("killed between its two writes, it has lost nothing; run again, it ends what it began", async () => {
    const place = await makePlace();
    await makeStore(place, { a: content });
    const config = await scriptedFlavor(
      place,
      `async doRemove(...words) {
         if (once()) process.kill(process.pid, "SIGKILL");
         return super.doRemove(...words);
       }`,
    );
    const killed = await kist(place, ["rename", "a", "b", ...config]);
    expect(killed.signal).toBe("SIGKILL");
    expect(await storeContents(place)).toEqual({ a: content, b: content });
    await succeed(place, ["rename", "a", "b", ...config]);
    expect(await storeContents(place)).toEqual({ b: content });
  });

  test("killed between its two writes, and the secret changed since: both are kept", async () => {
    const place = await makePlace();
    await makeStore(place, { a: { user: "new" }, b: { user: "old" } });
    expect(failureIn(await kist(place, ["rename", "a", "b"]))).toEqual(
      refusal(4, /there is a secret "b" already/),
    );
    expect(await storeContents(place)).toEqual({ a: { user: "new" }, b: { user: "old" } });
  });

  test("where the deletion fails, it says where the secret is and what to do", async () => {
    const place = await makePlace();
    await makeStore(place, { a: content });
    const config = await scriptedFlavor(
      place,
      `async doRemove(...words) {
         if (once()) throw Object.assign(new Error("hunter2"), { code: "EACCES" });
         return super.doRemove(...words);
       }`,
    );
    expect(failureIn(await kist(place, ["rename", "a", "b", ...config]))).toEqual(
      refusal(
        7,
        /^kist: cannot delete "a": .*; "b" holds a copy, and "a" is still there; run it again: kist rename a b$/m,
      ),
    );
    await succeed(place, ["rename", "a", "b", ...config]);
    expect(await storeContents(place)).toEqual({ b: content });
  });

  test("what somebody changes meanwhile goes along", async () => {
    const place = await makePlace();
    await makeStore(place, { a: content });
    const config = await scriptedFlavor(
      place,
      `async doRemove(...words) {
         if (once()) await other().modifySecret("a", () => ({ user: "theirs" }));
         return super.doRemove(...words);
       }`,
    );
    await succeed(place, ["rename", "a", "b", ...config]);
    expect(await storeContents(place)).toEqual({ b: { user: "theirs" } });
  });

  test("what somebody changes again and again is left alone, and kept", async () => {
    const place = await makePlace();
    await makeStore(place, { a: content });
    const config = await scriptedFlavor(
      place,
      `async doRemove(...words) {
         await other().modifySecret("a", () => ({ user: "theirs" }));
         return super.doRemove(...words);
       }`,
    );
    expect(failureIn(await kist(place, ["rename", "a", "b", ...config]))).toEqual(
      refusal(5, /run it again: kist rename a b$/m),
    );
    expect(await storeContents(place)).toMatchObject({ a: { user: "theirs" } });
  });

  test("what somebody deletes meanwhile is kept under the new name, and that is said", async () => {
    const place = await makePlace();
    await makeStore(place, { a: content });
    const config = await scriptedFlavor(
      place,
      `async doRemove(...words) {
         if (once()) await other().deleteSecret("a");
         return super.doRemove(...words);
       }`,
    );
    expect(failureIn(await kist(place, ["rename", "a", "b", ...config]))).toEqual(
      refusal(3, /someone else has deleted "a" in the meantime, and "b" holds what was in it$/m),
    );
    expect(await storeContents(place)).toEqual({ b: content });
  });
});
