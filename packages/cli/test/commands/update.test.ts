import { describe, expect, test } from "vitest";
import { failureIn, refusal } from "../failure-line.ts";
import { documentOf, kist, makeStore, openStore, storeContents, succeed } from "../kist.ts";
import { makePlace } from "../place.ts";
import { scriptedFlavor } from "../scripted-flavor.ts";
import { CTRL_C, ENTER, inTerminal } from "../terminal.ts";

describe("kist update", () => {
  test("merges what it is given into what is there", async () => {
    const place = await makePlace();
    await makeStore(place, { db: { user: "app", password: "old", token: "t" } });
    await place.write("new.txt", "two\nlines\n");
    const words = ["update", "db", "password=@new.txt", "host=-", "--unset", "token"];
    expect(await succeed(place, words, { input: "ä" })).toBe(
      "Updated db (2 keys set, 1 key unset).\n",
    );
    expect(await storeContents(place)).toEqual({
      db: { user: "app", password: "two\nlines\n", host: "ä" },
    });
  });

  test("gives the new revision with --json", async () => {
    const place = await makePlace();
    await makeStore(place, { db: { user: "app" } });
    const document = await documentOf(place, ["update", "db", "user=b"]);
    await using manager = openStore(place);
    const { revision } = await manager.describeSecret("db");
    expect(document).toEqual({ name: "db", revision });
  });

  test("replaces the whole content with --replace, also by none where that is said", async () => {
    const place = await makePlace();
    await makeStore(place, { db: { user: "app", password: "old" } });
    expect(await succeed(place, ["update", "db", "token=t", "--replace"])).toBe(
      "Updated db (now 1 key).\n",
    );
    expect(await storeContents(place)).toEqual({ db: { token: "t" } });
    await succeed(place, ["update", "db", "--values", "{}", "--replace"]);
    expect(await storeContents(place)).toEqual({ db: {} });
  });

  test("keeps the keys of all who update at once", async () => {
    const place = await makePlace();
    await makeStore(place, { shared: {} });
    const keys = Array.from({ length: 20 }, (_, index) => `K${index}`);
    const ended = await Promise.all(
      keys.map((key, index) => kist(place, ["update", "shared", `${key}=${index}`])),
    );
    expect(ended.map(({ exitCode, stderr }) => ({ exitCode, stderr }))).toEqual(
      keys.map(() => ({ exitCode: 0, stderr: "" })),
    );
    const contents = await storeContents(place);
    const entries = keys.map((key, index) => [key, String(index)] as const);
    expect(new Map(Object.entries(contents["shared"] ?? {}))).toEqual(new Map(entries));
  }, 120_000);

  test.each([
    ["a merge", ["password=new"]],
    ["--replace", ["password=new", "--replace"]],
    ["--unset", ["--unset", "user"]],
  ])(
    "with --if-revision, %s is refused once somebody else has changed it",
    async (_what, words) => {
      const place = await makePlace();
      await makeStore(place, { db: { user: "app" } });
      await using manager = openStore(place);
      const { revision } = await manager.describeSecret("db");
      const guarded = ["update", "db", ...words, "--if-revision", revision];
      await manager.modifySecret("db", (content) => ({ ...content, other: "theirs" }));
      expect(failureIn(await kist(place, guarded))).toEqual(
        refusal(
          5,
          /^kist: cannot update "db": someone else has changed it since; look at it again: kist describe db; then repeat/,
        ),
      );
      expect(await storeContents(place)).toEqual({ db: { user: "app", other: "theirs" } });
    },
  );

  test("with --if-revision, it is refused also where somebody comes between its reading and its writing", async () => {
    const place = await makePlace();
    await makeStore(place, { db: { user: "app" } });
    const config = await scriptedFlavor(
      place,
      `async doReplace(...words) {
         if (once()) await other().modifySecret("db", (content) => ({ ...content, other: "theirs" }));
         return super.doReplace(...words);
       }`,
    );
    await using manager = openStore(place);
    const { revision } = await manager.describeSecret("db");
    const words = ["update", "db", "password=new", ...config];
    expect(failureIn(await kist(place, [...words, "--if-revision", revision]))).toEqual(
      refusal(5, /someone else has changed it since/),
    );
    expect(await storeContents(place)).toEqual({ db: { user: "app", other: "theirs" } });
  });

  test("without it, it reads again and merges into what came between", async () => {
    const place = await makePlace();
    await makeStore(place, { db: { user: "app" } });
    const config = await scriptedFlavor(
      place,
      `async doReplace(...words) {
         if (once()) await other().modifySecret("db", (content) => ({ ...content, other: "theirs" }));
         return super.doReplace(...words);
       }`,
    );
    await succeed(place, ["update", "db", "password=new", ...config]);
    expect(await storeContents(place)).toEqual({
      db: { user: "app", other: "theirs", password: "new" },
    });
  });

  test("with the right revision it merges", async () => {
    const place = await makePlace();
    await makeStore(place, { db: { user: "app" } });
    await using manager = openStore(place);
    const { revision } = await manager.describeSecret("db");
    await succeed(place, ["update", "db", "password=new", "--if-revision", revision]);
    expect(await storeContents(place)).toEqual({ db: { user: "app", password: "new" } });
  });

  test("-i asks for the keys of the schema, and nothing keeps what is there", async () => {
    const place = await makePlace();
    await makeStore(place);
    await succeed(place, [
      "register",
      "db",
      "username=app",
      "password=old",
      "--schema",
      "basic_auth",
    ]);
    const terminal = inTerminal(place, ["update", "db", "-i"]);
    await terminal.shows("Value of password (nothing keeps it)");
    terminal.type(`new${ENTER}`);
    await terminal.shows("Value of username (nothing keeps it)");
    terminal.type(ENTER);
    expect(await terminal.end()).toBe(0);
    expect(await storeContents(place)).toEqual({ db: { username: "app", password: "new" } });
  });

  test("-i asks for any keys where the schema takes any", async () => {
    const place = await makePlace();
    await makeStore(place, { db: { user: "app" } });
    const terminal = inTerminal(place, ["update", "db", "-i"]);
    await terminal.shows("Value of user (nothing keeps it)");
    terminal.type(ENTER);
    await terminal.shows("Next key");
    terminal.type(`1x${ENTER}`);
    await terminal.shows("does not begin with a digit");
    terminal.type(`\u007F\u007Ftoken${ENTER}`);
    await terminal.shows("Value of token");
    terminal.type(`t${ENTER}`);
    await terminal.shows("Next key");
    terminal.type(ENTER);
    expect(await terminal.end()).toBe(0);
    expect(await storeContents(place)).toEqual({ db: { user: "app", token: "t" } });
  });

  test("ctrl-C at a question, or no answer at all, leaves everything as it was", async () => {
    const place = await makePlace();
    await makeStore(place, { db: { user: "app" } });
    const interrupted = inTerminal(place, ["update", "db", "token=t", "user"]);
    await interrupted.shows("Value of user");
    interrupted.type(`hunt${CTRL_C}`);
    expect(await interrupted.end()).toBe(130);
    const silent = inTerminal(place, ["update", "db", "-i"]);
    await silent.shows("Value of user");
    silent.type(ENTER);
    await silent.shows("Next key");
    silent.type(ENTER);
    expect(await silent.end()).toBe(130);
    expect(silent.screen()).toContain("nothing was given, and db stays as it is");
    await using manager = openStore(place);
    expect(await manager.getSecretHistory("db")).toHaveLength(1);
  });

  test("asks for no value of a secret that is not there", async () => {
    const place = await makePlace();
    await makeStore(place);
    const terminal = inTerminal(place, ["update", "db", "password"]);
    expect(await terminal.end()).toBe(3);
    expect(terminal.screen()).not.toContain("Value of");
  });
});
