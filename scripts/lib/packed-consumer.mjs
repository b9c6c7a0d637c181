import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import { runNodeTests } from "./node-tests.mjs";
import { npm } from "./npm.mjs";
import { publicMembers, readManifest, root } from "./workspace.mjs";

/** What users, and the packed tests, bring along. */
const COMPANIONS = ["zod", "fast-check", "expect-type", "@types/node"];

const VERSION_TEST = `import assert from "node:assert/strict";
import test from "node:test";

test("the packed tests run on the Node that they are meant for", () => {
  assert.equal(process.version, process.env.KEYKIST_EXPECT_NODE);
});
`;

/**
 * Makes a project that has the packages installed as a user would, and the packed tests of all.
 *
 * @param {string} folder
 * @param {ReadonlyMap<string, string>} tarballs package name → tarball
 * @returns {Promise<string>} the folder
 */
export async function makeConsumer(folder, tarballs) {
  mkdirSync(folder, { recursive: true });
  writeJson(path.join(folder, "package.json"), consumerManifest(tarballs));
  // Install scripts stay off, as the packages must work without.
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const exitCode = await npm(["install", "--prefix", folder, ...options], { cwd: folder });
  if (exitCode !== 0) throw new Error("The packed packages could not be installed.");

  mkdirSync(path.join(folder, "tests"));
  writeFileSync(path.join(folder, "tests", "process-version.test.mjs"), VERSION_TEST);
  const repository = path.join(root, "repository");
  for (const directory of [repository, ...publicMembers().map((member) => member.directory)]) {
    const tests = path.join(directory, "test", "packed");
    const copy = path.join(folder, "tests", path.basename(directory));
    if (existsSync(tests)) cpSync(tests, copy, { recursive: true });
  }
  return folder;
}

/**
 * Runs the tests of the project with one Node.
 *
 * @param {string} folder of the project
 * @param {string} node the executable
 * @param {string} version that it must have
 * @returns {Promise<import("./counts.mjs").Counts>}
 */
export async function testConsumer(folder, node, version) {
  return await runNodeTests({
    node,
    files: testFiles(folder),
    folder,
    report: path.join(folder, `report-${version}.json`),
    env: { KEYKIST_EXPECT_NODE: `v${version}`, KEYKIST_EXAMPLES: path.join(root, "examples") },
  });
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function testFiles(folder) {
  return readdirSync(path.join(folder, "tests"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.mjs"))
    .map((file) => path.join("tests", file))
    .toSorted();
}

/**
 * @param {ReadonlyMap<string, string>} tarballs
 * @returns {object}
 */
function consumerManifest(tarballs) {
  const packed = [...tarballs].map(([name, tarball]) => [name, `file:${tarball}`]);
  const companions = COMPANIONS.map((name) => [name, workspaceVersion(name)]);
  return {
    name: "consumer",
    private: true,
    type: "module",
    dependencies: Object.fromEntries([...packed, ...companions]),
    // The packages depend on each other by version, which must mean the tarballs too.
    overrides: Object.fromEntries([...tarballs.keys()].map((name) => [name, `$${name}`])),
  };
}

/**
 * The version of a package that the workspace has installed.
 *
 * @param {string} name
 * @returns {string}
 */
function workspaceVersion(name) {
  const user = [...publicMembers().map(({ directory }) => directory), root]
    .map((directory) => path.join(directory, "node_modules", name))
    .find((directory) => existsSync(directory));
  if (user === undefined) throw new Error(`No package has ${name} installed.`);
  return readManifest(user).version;
}

/**
 * @param {string} file
 * @param {object} value
 */
function writeJson(file, value) {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}
