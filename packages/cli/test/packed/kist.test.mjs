// kist as it is packed, under the Node that runs this.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";

const manifestFile = createRequire(import.meta.url).resolve("@keykist/cli/package.json");
const manifest = JSON.parse(readFileSync(manifestFile, "utf8"));
const bin = path.join(path.dirname(manifestFile), manifest.bin.kist);

function kist(words, { home, input = "", ...environment }) {
  const { PATH } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...words], {
    encoding: "utf8",
    // NODE_DEBUG has much to say.
    maxBuffer: Infinity,
    input,
    cwd: home,
    env: { PATH, HOME: home, USERPROFILE: home, LOCALAPPDATA: home, APPDATA: home, ...environment },
  });
  return { status, stdout, stderr };
}

function makeHome(t) {
  const home = mkdtempSync(path.join(tmpdir(), "kist-packed-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

test("the tour works", () => {
  const tour = path.join(process.env.KEYKIST_EXAMPLES, "tour.mjs");
  const output = execFileSync(process.execPath, [tour, process.execPath, bin], {
    encoding: "utf8",
  });
  assert.match(output, /That was all\./);
});

test("it says its version", (t) => {
  const { status, stdout, stderr } = kist(["--version"], { home: makeHome(t) });
  assert.deepEqual(
    { status, stdout, stderr },
    { status: 0, stdout: `${manifest.version}\n`, stderr: "" },
  );
});

test("after the first use, nothing is on stderr when all goes well", (t) => {
  const home = makeHome(t);
  kist(["register", "db", "password=-"], { home, input: "hunter2" });
  const answer = kist(["get", "db", "password"], { home });
  assert.deepEqual(answer, { status: 0, stdout: "hunter2", stderr: "" });
});

test("NODE_DEBUG shows no value, neither of kist nor of what it runs", (t) => {
  const home = makeHome(t);
  const NODE_DEBUG = "*";
  kist(["register", "db", "TOKEN=-"], { home, input: "canary-5f3a9c", NODE_DEBUG });
  const { stdout, stderr } = kist(["run", "--secret", "db", "--", "echo", "done"], {
    home,
    NODE_DEBUG,
  });
  assert.match(stdout, /done/);
  assert.doesNotMatch(stderr, /canary-5f3a9c/);
});

test("it looks through a store, and gives it another key", (t) => {
  const home = makeHome(t);
  kist(["register", "db", "password=-"], { home, input: "hunter2" });
  const looked = kist(["doctor", "--json"], { home });
  assert.equal(JSON.parse(looked.stdout).healthy, true, looked.stdout);
  assert.equal(kist(["key", "rekey", "--to", "key-file"], { home }).status, 0);
  assert.equal(kist(["get", "db", "password"], { home }).stdout, "hunter2");
});

test("a flavor in TypeScript is registered, or refused with the Node that it needs", (t) => {
  // Where the packages are installed, so that it finds core.
  const home = mkdtempSync(path.join(import.meta.dirname, "flavor-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  writeFileSync(
    path.join(home, "acme.ts"),
    `import { MemorySecretsManager } from "@keykist/core/memory";
     export class Acme extends MemorySecretsManager { static override readonly FLAVOR: string = "acme"; }`,
  );
  const { status, stderr } = kist(["flavor", "register", "./acme.ts"], { home });
  if (process.features.typescript === false || process.features.typescript === undefined) {
    assert.equal(status, 9);
    assert.match(stderr, /does not run TypeScript.*Node 22\.18/);
  } else {
    assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
    assert.match(kist(["flavor", "list"], { home }).stdout, /acme/);
  }
});
