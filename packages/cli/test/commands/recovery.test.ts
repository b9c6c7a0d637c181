import { describe, expect, test } from "vitest";
import { failureIn, refusal } from "../failure-line.ts";
import { keptFlavor } from "../kept-flavor.ts";
import { documentOf, kist, makeStore, succeed } from "../kist.ts";
import { makePlace } from "../place.ts";
import { inTerminal } from "../terminal.ts";

describe("kist undelete", () => {
  test("brings back what was deleted, and the others where one cannot be", async () => {
    const place = await makePlace();
    const { words, peek } = await keptFlavor(place);
    for (const name of ["one", "two"])
      await succeed(place, ["register", name, "--values", `{"k":"${name}"}`, ...words]);
    await succeed(place, ["delete", "one", "two", "--yes", ...words]);

    const ended = await kist(place, ["undelete", "one", "none", "two", ...words]);
    expect(ended).toMatchObject({
      exitCode: 3,
      stdout: "Undeleted one in kept.\nUndeleted two in kept.\n",
    });
    expect(ended.stderr).toMatch(/^kist: cannot undelete "none": there is no such secret; .*\n$/);
    expect(peek("two")?.current.entries.get("k")).toBe("two");

    const again = await kist(place, ["undelete", "one", ...words]);
    expect(failureIn(again)).toEqual(
      refusal(4, /^kist: cannot undelete "one": a secret of this name exists already; /),
    );
  });

  test("prints revisions with --json", async () => {
    const place = await makePlace();
    const { words, peek } = await keptFlavor(place);
    await succeed(place, ["register", "db", "--values", `{"k":"v"}`, ...words]);
    await succeed(place, ["delete", "db", "--yes", ...words]);
    expect(await documentOf(place, ["undelete", "db", ...words])).toEqual([
      { name: "db", revision: peek("db")?.current.revision },
    ]);
  });

  test("is refused where deletion is for good", async () => {
    const place = await makePlace();
    await makeStore(place);
    expect(failureIn(await kist(place, ["undelete", "db"]))).toEqual(
      refusal(
        9,
        /this manager deletes for good; see what the manager can do: kist manager describe$/,
      ),
    );
  });
});

describe("kist list --not-owned", () => {
  test("shows what something else made, to people, scripts and programs", async () => {
    const place = await makePlace();
    const { words, plant } = await keptFlavor(place);
    const at = new Date("2026-01-02T03:04:05Z");
    plant("team/db", { k: "v" }, { at });
    plant("own", { k: "v" }, { type: "arbitrary" });
    const list = ["list", "--not-owned", ...words];
    expect(await succeed(place, list)).toBe("team/db\t2026-01-02T03:04:05Z\n");
    expect(await succeed(place, [...list, "--prefix", "x"])).toBe("");
    expect(await documentOf(place, list)).toEqual([
      { name: "team/db", updatedAt: at.toISOString() },
    ]);
    const terminal = inTerminal(place, [...list, "--prefix", "x"]);
    await terminal.shows('All secrets in kept whose names begin with "x" are keykist\'s.');
    expect(await terminal.end()).toBe(0);
  });

  test("is refused where there can be none", async () => {
    const place = await makePlace();
    await makeStore(place);
    expect(failureIn(await kist(place, ["list", "--not-owned"]))).toEqual(
      refusal(9, /cannot list secrets: .*; see what the manager can do: kist manager describe$/),
    );
  });
});

describe("kist adopt", () => {
  test("takes over what is named, says what is keykist's already, and what does not fit", async () => {
    const place = await makePlace();
    const { words, plant, peek } = await keptFlavor(place);
    plant("db", { username: "app", password: "tulip" });
    plant("web", { token: "tulip" });
    const adopt = ["adopt", "db", "web", "none", "--schema", "basic_auth", ...words];
    const ended = await kist(place, adopt);
    expect(ended).toMatchObject({ exitCode: 6, stdout: "Adopted db in kept (basic_auth).\n" });
    expect(ended.stderr).toMatch(/web.*username: missing/);
    expect(ended.stderr).toMatch(/"none": there is no such secret/);
    expect(ended.stderr).not.toContain("tulip");
    expect(peek("db")).toMatchObject({ owned: true, type: "basic_auth" });
    expect(peek("web")).toMatchObject({ owned: false });

    const again = await succeed(place, ["adopt", "db", "--schema", "basic_auth", ...words]);
    expect(again).toBe("db is keykist's already (basic_auth).\n");
    const other = await kist(place, ["adopt", "db", "--schema", "arbitrary", ...words]);
    expect(failureIn(other)).toEqual(refusal(6, /"db": it is keykist's already, with the schema/));
    expect(await succeed(place, ["list", ...words])).toMatch(/^db\tbasic_auth\t/);
  });

  test("takes over all of a prefix, once somebody agrees; a dry run changes nothing", async () => {
    const place = await makePlace();
    const { words, plant, peek } = await keptFlavor(place);
    for (const name of ["team/a", "team/b", "other"]) plant(name, { k: "v" });
    plant("team/odd", { "no key": "v" });
    const adopt = ["adopt", "--prefix", "team/", "--schema", "arbitrary", ...words];

    const dry = await kist(place, [...adopt, "--dry-run", "--json"]);
    expect(dry.exitCode).toBe(6);
    expect(JSON.parse(dry.stdout)).toMatchObject([
      { name: "team/a", type: "arbitrary", result: "would_adopt" },
      { name: "team/b", type: "arbitrary", result: "would_adopt" },
    ]);
    expect(JSON.parse(dry.stderr)).toMatchObject({ error: { code: "INVALID_KEY" } });
    expect(peek("team/a")).toMatchObject({ owned: false });

    expect(failureIn(await kist(place, adopt))).toEqual(
      refusal(2, /adopting 3 secrets has to be agreed to.*; add --yes to agree$/),
    );
    const ended = await kist(place, [...adopt, "--yes"]);
    expect(ended).toMatchObject({
      exitCode: 6,
      stdout: "Adopted team/a in kept (arbitrary).\nAdopted team/b in kept (arbitrary).\n",
    });
    expect(peek("team/b")).toMatchObject({ owned: true });
    expect(peek("other")).toMatchObject({ owned: false });
  });

  test("asks a person first, who may say no", async () => {
    const place = await makePlace();
    const { words, plant, peek } = await keptFlavor(place);
    plant("team/a", { k: "v" });
    const adopt = ["adopt", "--prefix", "team/", "--schema", "arbitrary", ...words];
    const declined = inTerminal(place, adopt);
    await declined.shows("Adopt 1 secret in kept, with the schema arbitrary?");
    declined.type("n\r");
    expect(await declined.end()).toBe(130);
    expect(declined.screen()).toContain("nothing was adopted");
    expect(peek("team/a")).toMatchObject({ owned: false });
    const agreed = inTerminal(place, adopt);
    await agreed.shows("Adopt 1 secret in kept");
    agreed.type("y\r");
    await agreed.shows("Adopted team/a in kept (arbitrary).");
    expect(await agreed.end()).toBe(0);
    expect(peek("team/a")).toMatchObject({ owned: true });
  });

  test("says that there is nothing to adopt", async () => {
    const place = await makePlace();
    const { words } = await keptFlavor(place);
    const adopt = ["adopt", "--prefix", "", "--schema", "arbitrary", ...words];
    expect(await succeed(place, adopt)).toBe("Nothing to adopt in kept.\n");
    expect(await documentOf(place, adopt)).toEqual([]);
  });

  test.each([
    [["adopt"], /^kist: NAME is missing; kist list --not-owned shows the names/],
    [["adopt", "db"], /^kist: --schema is missing; add --schema arbitrary/],
    [["adopt", "db", "--prefix", "d", "--schema", "arbitrary"], /exclude each other/],
  ])("refuses %j", async (line, said) => {
    const place = await makePlace();
    const { words } = await keptFlavor(place);
    expect(failureIn(await kist(place, [...line, ...words]))).toEqual(refusal(2, said));
  });

  test("completes the names of what can be adopted, and the types", async () => {
    const place = await makePlace();
    const { words, plant } = await keptFlavor(place);
    plant("team/db", { k: "v" });
    plant("team/own", { k: "v" }, { type: "arbitrary" });
    const environment = { KEYKIST_CONFIG: words[1] ?? "" };
    await succeed(place, ["trust", words[1] ?? "", "--yes"]);
    const complete = async (...line: string[]): Promise<string> =>
      (await kist(place, ["__complete", ...line], { environment })).stdout;
    expect(await complete("adopt", "te")).toMatch(/^team\/db\t.*\n$/);
    expect(await complete("adopt", "--schema", "basic")).toContain("basic_auth");
    expect(await complete("undelete", "te")).toBe("");
  });
});
