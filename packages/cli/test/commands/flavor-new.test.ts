import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, readdir, readFile, symlink } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { TEMPLATE_FOLDER } from "../../src/template/flavor-template.ts";
import { documentOf, kist, succeed } from "../kist.ts";
import { makePlace, type Place } from "../place.ts";

/** The files of the template, as the repository has them. */
function trackedFiles(): string[] {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: TEMPLATE_FOLDER,
    encoding: "utf8",
  });
  return listed.trim().split("\n").toSorted();
}

/** The files of a folder, by their path. */
async function filesOf(folder: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    files[path.relative(folder, file).replaceAll(path.sep, "/")] = await readFile(file, "utf8");
  }
  return files;
}

describe("kist flavor new", () => {
  test("copies the template, with nothing left out and nothing put in", async () => {
    const place = await makePlace();
    await succeed(place, ["flavor", "new", "copy", "--name", "template"]);
    const copy = await filesOf(path.join(place.folder, "copy"));
    expect(Object.keys(copy).toSorted()).toEqual(trackedFiles());
    for (const [file, text] of Object.entries(copy)) {
      expect(text).toBe(await readFile(path.join(TEMPLATE_FOLDER, file), "utf8"));
    }
  });

  test("names the package, the flavor, the class and the files for the folder", async () => {
    const place = await makePlace();
    const folder = path.join(place.folder, "flavors/acme-vault");
    const made = await documentOf(place, ["flavor", "new", "flavors/acme-vault"]);
    const files = await filesOf(folder);
    expect(made).toEqual({
      name: "acme-vault",
      package: "keykist-acme-vault",
      class: "AcmeVaultSecretsManager",
      folder,
      files: expect.arrayContaining(Object.keys(files)) as unknown,
    });
    expect(JSON.parse(files["package.json"] ?? "")).toMatchObject({ name: "keykist-acme-vault" });
    const source = files["src/acme-vault-secrets-manager.ts"];
    expect(source).toContain('static override readonly FLAVOR: string = "acme-vault"');
    expect(source).toContain("export class AcmeVaultSecretsManager extends BaseSecretsManager");
    expect(files["test/acme-vault-harness.ts"]).toContain("acmeVaultHarness");
    for (const [file, text] of Object.entries(files)) expect(file + text).not.toMatch(/template/i);
  });

  test("takes the name of a package for what it is", async () => {
    const place = await makePlace();
    const made = await documentOf(place, ["flavor", "new", "./keykist-redis"]);
    expect(made).toMatchObject({
      name: "redis",
      package: "keykist-redis",
      class: "RedisSecretsManager",
    });
  });

  test.each(["acme-vault", "conformance"])(
    "makes a package that compiles, called %s",
    async (name) => {
      const place = await makePlace();
      await succeed(place, ["flavor", "new", "made", "--name", name]);
      await borrowModules(place, "made");
      const typescript = path.join(TEMPLATE_FOLDER, "node_modules/.bin/tsc");
      const cwd = path.join(place.folder, "made");
      const compiled = spawnSync(typescript, ["-p", "tsconfig.json"], { cwd, encoding: "utf8" });
      expect(compiled).toMatchObject({ status: 0, stdout: "" });
    },
  );

  test("says what is left to do, in commands that can be pasted", async () => {
    const place = await makePlace();
    const shown = await succeed(place, ["flavor", "new", "my flavors", "--name", "acme"]);
    expect(shown).toContain(`Made the flavor acme in ${path.join(place.folder, "my flavors")}`);
    expect(shown).toContain("  cd 'my flavors'\n  npm install\n  npm test ");
    expect(shown).toContain("  kist manager register NAME --flavor acme folder=FOLDER\n");
    expect(await succeed(place, ["flavor", "new", "b", "--quiet"])).toBe("");
  });

  test("takes an empty folder, also the one that it is in", async () => {
    const place = await makePlace();
    await mkdir(path.join(place.folder, "acme"));
    const folder = path.join(place.folder, "acme");
    expect(await documentOf(place, ["flavor", "new", "."], { folder })).toMatchObject({
      name: "acme",
      folder,
    });
  });

  test.each([
    ["a folder that is not empty", ["full"], 4, /the folder \/.*\/full is not empty; name one/],
    ["a file", ["full/file"], 7, /cannot write \/.*: a part of its path is a file/],
    ["a folder below a file", ["full/file/acme"], 7, /a part of its path is a file/],
    ["a folder whose name is none", ["Acme"], 6, /not valid; give it one: --name NAME/],
    ["a bad name", ["x", "--name", "../x"], 6, /not valid; use at most 63 lower-case letters/],
    ["a name with a digit first", ["x", "--name", "1pass"], 6, /beginning with a letter/],
    ["a name that is too long", ["x", "--name", "a".repeat(64)], 6, /at most 63/],
    ["the name of a flavor of keykist", ["aws"], 4, /aws is the name of keykist's own flavor/],
    ["the name of a class of core", ["base"], 6, /a class of keykist is named for base already/],
    ["no folder", [], 2, /DIR/],
  ])("refuses %s", async (_what, words, exitCode, message) => {
    const place = await makePlace();
    await place.write("full/file", "mine");
    const ended = await kist(place, ["flavor", "new", ...words]);
    expect(ended.stderr).toMatch(message);
    expect([ended.exitCode, ended.stdout]).toEqual([exitCode, ""]);
    expect(await filesOf(place.folder)).toEqual({ "full/file": "mine" });
  });
});

/** Gives a package what the template has installed. */
async function borrowModules(place: Place, folder: string): Promise<void> {
  await symlink(
    path.join(TEMPLATE_FOLDER, "node_modules"),
    path.join(place.folder, folder, "node_modules"),
  );
}
