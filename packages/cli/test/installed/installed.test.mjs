// kist, as people install it: by name, from a registry. Each way has to bring a kist for which the whole tour works.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";

const tour = path.resolve(import.meta.dirname, "../../../../examples/tour.mjs");
const registry = process.env.KEYKIST_TEST_REGISTRY;
const windows = process.platform === "win32";

/** A folder, and what npm is run with there: its cache is its own, so that a package of the same version is not another. */
function place(t) {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "kist-installed-")));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const env = {
    ...process.env,
    npm_config_registry: registry,
    npm_config_cache: path.join(folder, "cache"),
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_update_notifier: "false",
  };
  const work = path.join(folder, "work");
  mkdirSync(work);
  return { work, env };
}

function takeTour(command, { env }) {
  const output = execFileSync(process.execPath, [tour, ...command], { encoding: "utf8", env });
  assert.match(output, /That was all\./);
}

test("npm install -g, into a prefix", { skip: windows }, (t) => {
  const { work, env } = place(t);
  const prefix = path.join(work, "prefix");
  execFileSync("npm", ["install", "-g", "--prefix", prefix, "@keykist/cli"], { cwd: work, env });
  takeTour([path.join(prefix, "bin", "kist")], { env });
});

test("npx, in a folder without a package.json", { skip: windows }, (t) => {
  const { work, env } = place(t);
  const npx = ["-y", "-p", "@keykist/cli", "kist"];
  assert.match(
    execFileSync("npx", [...npx, "--version"], { cwd: work, env, encoding: "utf8" }),
    /^\d+\./,
  );
  // The tour has a home and variables of its own, and kist is to come from the registry of this test there too.
  const variables = Object.entries(env).filter(([name]) => name.startsWith("npm_config_"));
  const assigned = variables.map(([name, value]) => `${name}=${value}`);
  takeTour(["env", ...assigned, "npx", ...npx], { env });
});

test("in a package of a monorepo", { skip: windows }, (t) => {
  const { work, env } = place(t);
  const member = path.join(work, "packages", "service");
  mkdirSync(member, { recursive: true });
  writeFileSync(
    path.join(work, "package.json"),
    JSON.stringify({ private: true, workspaces: ["packages/*"] }),
  );
  writeFileSync(
    path.join(member, "package.json"),
    JSON.stringify({ name: "service", version: "1.0.0" }),
  );
  execFileSync("npm", ["install", "--save-dev", "@keykist/cli"], { cwd: member, env });
  const shown = execFileSync("npm", ["exec", "--", "kist", "--version"], {
    cwd: member,
    env,
    encoding: "utf8",
  });
  assert.match(shown, /^\d+\./);
  takeTour([path.join(work, "node_modules", ".bin", "kist")], { env });
});
