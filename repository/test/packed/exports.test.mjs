// Every module of every package, by import and by require(), under the Node that runs this.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import test from "node:test";

const require = createRequire(import.meta.url);
const scope = path.resolve(require.resolve("@keykist/core/package.json"), "../..");

const published = readdirSync(scope).map((folder) => {
  const directory = path.join(scope, folder);
  const manifest = JSON.parse(readFileSync(path.join(directory, "package.json"), "utf8"));
  const modules = Object.keys(manifest.exports).filter((name) => name !== "./package.json");
  return { directory, manifest, modules };
});

test("there are packages with modules to load", () => {
  const withModules = published.filter(({ modules }) => modules.includes("."));
  assert.deepEqual(
    withModules.map(({ directory }) => `@keykist/${path.basename(directory)}`).toSorted(),
    ["aws", "conformance", "core", "gcp", "local"].map((name) => `@keykist/${name}`),
  );
});

for (const { directory, manifest, modules } of published) {
  for (const name of modules) {
    const specifier = path.posix.join(manifest.name, name);

    test(`${specifier} loads with require and import, as one and the same module`, async () => {
      // Where there is a default export, require() answers a wrapper with an `__esModule` mark.
      const required = require(specifier);
      const imported = await import(specifier);
      assert.ok(Object.keys(imported).length > 0);
      for (const [exported, value] of Object.entries(imported)) {
        assert.equal(required[exported], value, exported);
      }
    });

    test(`${specifier} has its declarations where it says`, () => {
      const declarations = path.join(directory, manifest.exports[name].types);
      assert.ok(existsSync(declarations), declarations);
    });
  }

  test(`of ${manifest.name}, nothing else can be loaded`, async () => {
    const inside = import(`${manifest.name}/dist/index.js`);
    await assert.rejects(inside, { code: "ERR_PACKAGE_PATH_NOT_EXPORTED" });
  });
}
