import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";

/** Uses a store, in a process of its own; prints `done` and what the work itself prints. */
const use = `
  const { arbitrarySchema } = await import("@keykist/core");
  const { LocalSecretsManager } = await import("@keykist/local");
  const manager = new LocalSecretsManager({ file: process.argv[1] }, { announce: () => {} });
`;

/**
 * @param {string} program
 * @param {{ node?: string, options?: readonly string[] }} [how]
 */
function run(program, { node = process.execPath, options = [] } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), "keykist-warnings-"));
  try {
    const { KEYKIST_KEY: _key, CI: _ci, NODE_OPTIONS: _options, ...env } = process.env;
    const { stdout, stderr, status } = spawnSync(
      node,
      [...options, "--input-type=module", "--eval", program, path.join(folder, "secrets.db")],
      { encoding: "utf8", cwd: import.meta.dirname ?? process.cwd(), env },
    );
    return { stdout, stderr, status };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("nothing is written to stderr by using a store", () => {
  const program = `${use}
    await manager.registerSecret(arbitrarySchema.create("db", { password: "…" }));
    console.log((await manager.getSecret("db")).name);
    await manager.close();
  `;
  assert.deepEqual(run(program), { stdout: "db\n", stderr: "", status: 0 });
});

test("a listener for warnings hears nothing of SQLite, and what else there is", () => {
  const program = `${use}
    const heard = [];
    process.on("warning", ({ name, message }) => heard.push(name + ": " + message));
    const opening = manager.registerSecret(arbitrarySchema.create("db", {}));
    process.emitWarning("SQLite is slow today", "ExperienceWarning");
    process.emitWarning("tulips", "ExperimentalWarning");
    await opening;
    process.emitWarning("roses", { type: "ExperimentalWarning" });
    await new Promise(setImmediate);
    console.log(JSON.stringify(heard));
    await manager.close();
  `;
  const { stdout, status } = run(program, { options: ["--no-warnings"] });
  assert.equal(status, 0);
  assert.deepEqual(JSON.parse(stdout), [
    "ExperienceWarning: SQLite is slow today",
    "ExperimentalWarning: tulips",
    "ExperimentalWarning: roses",
  ]);
});

test("managers that open at once leave process.emitWarning as it was", () => {
  const program = `${use}
    const before = process.emitWarning;
    const others = [1, 2, 3].map((number) =>
      new LocalSecretsManager({ file: process.argv[1] + number }, { announce: () => {} }));
    await Promise.all(
      [manager, ...others].map((each) => each.registerSecret(arbitrarySchema.create("db", {}))));
    console.log(process.emitWarning === before);
    await Promise.all([manager, ...others].map((each) => each.close()));
  `;
  assert.deepEqual(run(program), { stdout: "true\n", stderr: "", status: 0 });
});

const older = olderNode();

test(
  "on an older Node the import works, and opening says which Node it needs",
  { skip: older === undefined ? "there is no Node before 22.13 on PATH" : false },
  () => {
    const program = `${use}
      try {
        await manager.registerSecret(arbitrarySchema.create("db", {}));
      } catch ({ code, message, hint }) {
        console.log(JSON.stringify({ code, message, hint }));
      }
    `;
    const { stdout, stderr, status } = run(program, { node: older });
    assert.equal(stderr, "");
    assert.equal(status, 0);
    const { code, message, hint } = JSON.parse(stdout);
    assert.equal(code, "UNSUPPORTED");
    assert.match(message, /this Node \(v[\d.]+\) has no SQLite/u);
    assert.match(hint, /^run it with Node 22\.13, /u);
  },
);

/** A Node that has no SQLite, where there is one on `PATH`. */
function olderNode() {
  return (process.env["PATH"] ?? "")
    .split(path.delimiter)
    .map((folder) => path.join(folder, process.platform === "win32" ? "node.exe" : "node"))
    .filter((file) => existsSync(file))
    .find((file) => {
      const [major = 0, minor = 0] = versionOf(file);
      return major < 22 || (major === 22 && minor < 13);
    });
}

/** @param {string} node */
function versionOf(node) {
  const text = execFileSync(node, ["--version"], { encoding: "utf8" });
  return text.trim().slice(1).split(".").map(Number);
}
