// The way of an author, from an empty folder to a secret in a flavor of one's own: everything is installed by name.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";

const template = path.resolve(import.meta.dirname, "../../../../templates/flavor");
const registry = process.env.KEYKIST_TEST_REGISTRY;
const windows = process.platform === "win32";

const root = realpathSync(mkdtempSync(path.join(tmpdir(), "kist-new-flavor-")));
const [home, work] = ["home", "work"].map((name) => path.join(root, name));
const program = path.join(work, "node_modules", ".bin", "kist");

function run(command, args, { cwd = work, input = "" } = {}) {
  const env = {
    // The Node of this test first: it runs TypeScript.
    PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH}`,
    HOME: home,
    npm_config_registry: registry,
    npm_config_cache: path.join(root, "cache"),
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_update_notifier: "false",
  };
  return execFileSync(command, args, { cwd, env, input, encoding: "utf8" });
}

before(() => {
  if (windows) return;
  for (const folder of [home, work]) mkdirSync(folder, { mode: 0o700 });
  run("npm", ["init", "-y"]);
  run("npm", ["install", "@keykist/cli"]);
});

after(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));

test("a flavor is made, tested, registered and keeps secrets", { skip: windows }, () => {
  const acme = path.join(work, "acme");
  const kist = (args, input) => run(program, args, { cwd: acme, input });

  run(program, ["flavor", "new", "acme"]);
  run("npm", ["install"], { cwd: acme });
  const tested = run("npm", ["test"], { cwd: acme });
  assert.match(tested, /keykist conformance of acme/);
  assert.match(tested, /^ℹ fail 0$/m);
  assert.ok(Number(/^ℹ pass (\d+)$/m.exec(tested)?.[1]) > 250);
  run("npm", ["run", "typecheck"], { cwd: acme });
  run("npm", ["run", "build"], { cwd: acme });

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
