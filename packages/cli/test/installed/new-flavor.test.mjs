// The way of an author, from an empty folder to a secret in a flavor of one's own: everything is installed by name.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { makePlace, repository } from "./place.mjs";

const template = path.join(repository, "templates", "flavor");
const windows = process.platform === "win32";
const { run, work } = makePlace(after);
const program = path.join(work, "node_modules", ".bin", "kist");

before(() => {
  if (windows) return;
  run("npm", ["init", "-y"]);
  run("npm", ["install", "@keykist/cli"]);
});

test("a flavor is made, tested, registered and keeps secrets", { skip: windows }, () => {
  const acme = path.join(work, "acme");
  const kist = (args, input) => run(program, args, { cwd: acme, input });

  run(program, ["flavor", "new", "acme"]);
  run("npm", ["install"], { cwd: acme });
  const tested = run("npm", ["test"], { cwd: acme });
  assert.match(tested, /keykist conformance of acme/);
  assert.match(tested, /^ℹ fail 0$/m);
  // The whole suite, in both runs: `npm test` in this repository tries a part of it.
  assert.ok(Number(/^ℹ pass (\d+)$/m.exec(tested)?.[1]) > 550);
  run("npm", ["run", "typecheck"], { cwd: acme });
  // What would be published: the build, made anew, and the sources that its maps lead to.
  const [{ files }] = JSON.parse(
    run("npm", ["pack", "--dry-run", "--json", "--silent"], { cwd: acme }),
  );
  const published = new Set(files.map(({ path: file }) => file));
  for (const file of ["dist/index.js", "dist/index.d.ts", "src/index.ts", "README.md", "LICENSE"]) {
    assert.ok(published.has(file), file);
  }

  for (const module of ["./src/index.ts", "./dist/index.js"]) {
    kist(["flavor", "register", module, "--user"]);
    kist(["manager", "register", "mine", "--flavor", "acme", `folder=${work}/secrets`, "--user"]);
    kist(["--manager", "mine", "register", "db", "password=-"], "tulip");
    assert.equal(kist(["--manager", "mine", "get", "db", "password"]), "tulip");
    kist(["--manager", "mine", "delete", "db", "--yes"]);
    kist(["manager", "delete", "mine", "--yes"]);
    kist(["flavor", "delete", "acme"]);
  }
});

test("the template in the tarball is that of the repository", { skip: windows }, () => {
  const { files } = JSON.parse(
    run(program, ["flavor", "new", "copy", "--name", "template", "--json"]),
  );
  const left = /^(?:node_modules|dist|\.turbo)(?:\/|$)/;
  const expected = readdirSync(template, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.relative(template, path.join(parentPath, name)))
    .filter((file) => !left.test(file));
  assert.deepEqual(files.toSorted(), expected.toSorted());
  for (const file of expected) {
    const [copied, own] = [path.join(work, "copy"), template].map((folder) =>
      readFileSync(path.join(folder, file), "utf8"),
    );
    assert.equal(copied, own);
  }
});
