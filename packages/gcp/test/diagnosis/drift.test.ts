import { describe, expect, it } from "vitest";
import { headId, keyId } from "../../src/names.ts";
import { entriesOf, project, secretOf } from "../stories/project.ts";
import { diagnosed, problemsOf } from "./diagnosed.ts";

/** A project with one secret in it, whose values no finding may say. */
async function withSecret(name = "db") {
  const { manager: open, ...others } = project();
  const manager = open();
  const revision = await manager.registerSecret(
    secretOf(name, { user: "tulip", password: "tulip tree" }),
  );
  return {
    ...others,
    manager,
    revision,
    secret: (id: string) => `${others.person.parent}/secrets/${id}`,
  };
}

describe("drift", () => {
  it("is none among secrets that keykist alone has changed, also deleted ones", async () => {
    const { manager } = await withSecret("team/Db.prod");
    await manager.updateSecret(secretOf("team/Db.prod", { user: "dahlia", head: "" }));
    await manager.registerSecret(secretOf("gone", { password: "tulip" }));
    await manager.deleteSecret("gone");
    const findings = await diagnosed(manager);
    expect(findings.filter(({ status }) => status === "problem")).toEqual([]);
    expect(findings.map(({ says }) => says)).toContain("1 were looked at");
    expect(findings.at(-1)?.says).toMatch(/^the heads of 1 deleted secrets stay/);
  });

  it("a value that was added by hand is named by secret and key; adopting takes it in", async () => {
    const { manager, person, revision } = await withSecret();
    await person.add("db--password", "dahlia");
    const problems = await problemsOf(manager);
    expect(problems).toEqual([
      {
        status: "problem",
        about: "secret",
        says: '"db": there are newer values of "password" than the ones in force, which keykist did not commit',
        next: `kist adopt db --schema arbitrary takes them in; kist rollback db ${revision} puts the values in force on top again`,
        code: "REVISION_CONFLICT",
      },
    ]);
    await manager.adoptSecret("db", "arbitrary");
    expect(await problemsOf(manager)).toEqual([]);
  });

  it("a value that was added by hand is gone after going back to the present state, too", async () => {
    const { manager, person, revision } = await withSecret();
    await person.add("db--password", "dahlia");
    await manager.rollbackSecret("db", revision);
    expect(await problemsOf(manager)).toEqual([]);
    expect(await person.access("db--password")).toBe("tulip tree");
  });

  it("a head that was deleted by hand is missed; adopting builds it again", async () => {
    const { manager, person, secret } = await withSecret();
    await person.client.deleteSecret({ name: secret("db--head") });
    const problems = await problemsOf(manager);
    expect(problems).toMatchObject([{ about: "secret", code: "SECRET_NOT_FOUND" }]);
    expect(problems[0]?.says).toBe('"db": its head is gone; 2 of its keys have values');
    expect(JSON.stringify(problems)).toContain("kist adopt db --schema TYPE");
    await manager.adoptSecret("db", "arbitrary");
    expect(await problemsOf(manager)).toEqual([]);
    expect(await entriesOf(manager, "db")).toEqual({ user: "tulip", password: "tulip tree" });
  });

  it.each([
    ["a value that is in force", "db--password", 'the value of the key "password"'],
    ["the manifest in force", "db--head", "version 1 of the head"],
  ])("%s that was destroyed or disabled is CORRUPT", async (_what, id, says) => {
    for (const [change, undone] of [
      ["disableSecretVersion", true],
      ["destroySecretVersion", false],
    ] as const) {
      const { manager, person, secret } = await withSecret();
      const version = { name: `${secret(id)}/versions/1` };
      await person.client[change](version);
      const problems = await problemsOf(manager);
      expect(problems).toMatchObject([{ about: "secret", code: "CORRUPT" }]);
      expect(problems[0]?.says).toContain(says);
      if (!undone) continue;
      await person.client.enableSecretVersion(version);
      expect(await problemsOf(manager)).toEqual([]);
    }
  });

  it.each([
    ["head", headId("team/Db.prod"), { path: "team/Db.prod", role: "head" }],
    ["key", keyId("team/Db.prod", "password"), { path: "team/Db.prod", role: "key" }],
  ])(
    "a %s whose labels were taken away is named, with the command that puts them back",
    async (_what, id, { role }) => {
      const { manager, person, secret } = await withSecret("team/Db.prod");
      await person.client.updateSecret({
        secret: { name: secret(id), labels: { cost: "centre" }, annotations: {} },
        updateMask: { paths: ["labels", "annotations"] },
      });
      const problems = await problemsOf(manager);
      expect(problems).toMatchObject([{ about: "labels", code: "CORRUPT" }]);
      const next = String(Reflect.get(Object(problems[0]), "next"));
      expect(next).toMatch(new RegExp(`^gcloud secrets update ${id} --update-labels=`));
      expect(next).toContain(`keykist-role=${role}`);
      await person.gcloud(next);
      expect(await problemsOf(manager)).toEqual([]);
      expect(await manager.getAllSecretKeys()).toEqual(["team/Db.prod"]);
    },
  );

  it("what only carries keykist's labels is named, and no problem", async () => {
    const { manager, person } = await withSecret();
    const labels = { "keykist-secret": "db", "keykist-role": "key", "keykist-scope": "none" };
    await person.create("db--other", { labels });
    const findings = await diagnosed(manager);
    expect(findings.filter(({ status }) => status === "problem")).toEqual([]);
    expect(findings.map(({ says }) => says)).toContainEqual(
      expect.stringMatching(/^db--other: labelled as keykist's/),
    );
  });

  it("no finding says a value, or takes a command from what a head holds", async () => {
    const { manager, person } = await withSecret();
    const manifest: object = JSON.parse((await person.access("db--head")) ?? "");
    const type = "x; rm -rf ~";
    await person.add(
      "db--head",
      JSON.stringify({ ...manifest, base: 1, seen: 1, txn: "by hand", type }),
    );
    await person.add("db--password", "dahlia");
    const text = JSON.stringify(await diagnosed(manager));
    expect(text).toContain("kist adopt db --schema");
    for (const word of ["tulip", "dahlia", "rm -rf"]) expect(text).not.toContain(word);
  });
});
