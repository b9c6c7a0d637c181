import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import test from "node:test";

const NAME = "@keykist/core";

const require = createRequire(import.meta.url);
const manifestFile = require.resolve(`${NAME}/package.json`);
const manifest = JSON.parse(readFileSync(manifestFile, "utf8"));
const modules = Object.keys(manifest.exports).filter((name) => name !== "./package.json");

test("there are modules to load", () => {
  assert.ok(modules.includes("."));
});

for (const name of modules) {
  const specifier = path.posix.join(NAME, name);

  test(`${specifier} loads with import and require, as one and the same module`, async () => {
    const imported = await import(specifier);
    // Where there is a default export, require() answers a wrapper with an `__esModule` mark.
    const required = require(specifier);
    for (const [exported, value] of Object.entries(imported)) {
      assert.equal(required[exported], value, exported);
    }
  });

  test(`${specifier} has its declarations where it says`, () => {
    const declarations = path.join(path.dirname(manifestFile), manifest.exports[name].types);
    assert.ok(existsSync(declarations), declarations);
  });
}

test("nothing else can be loaded", async () => {
  await assert.rejects(import(`${NAME}/dist/index.js`), { code: "ERR_PACKAGE_PATH_NOT_EXPORTED" });
});
