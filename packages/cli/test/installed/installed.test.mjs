// kist, as people install it: by name, from a registry. Each way has to bring a kist for which the whole tour works.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { makePlace, repository } from "./place.mjs";

const tour = path.join(repository, "examples", "tour.mjs");
const windows = process.platform === "win32";

function takeTour(command, { run }) {
  const output = run(process.execPath, [tour, ...command]);
  assert.match(output, /That was all\./);
}

test("npm install -g, into a prefix", { skip: windows }, (t) => {
  const place = makePlace((work) => t.after(work));
  const { work, run } = place;
  const prefix = path.join(work, "prefix");
  run("npm", ["install", "-g", "--prefix", prefix, "@keykist/cli"]);
  takeTour([path.join(prefix, "bin", "kist")], place);
});

test("npx, in a folder without a package.json", { skip: windows }, (t) => {
  const place = makePlace((work) => t.after(work));
  const { run } = place;
  const npx = ["-y", "-p", "@keykist/cli", "kist"];
  assert.match(run("npx", [...npx, "--version"]), /^\d+\./);
  // The tour has a home and variables of its own, and kist is to come from the registry of this test there too.
  const variables = Object.entries(place.environment).filter(([name]) =>
    name.startsWith("npm_config_"),
  );
  const assigned = variables.map(([name, value]) => `${name}=${value}`);
  takeTour(["env", ...assigned, "npx", ...npx], place);
});

test("in a package of a monorepo", { skip: windows }, (t) => {
  const place = makePlace((work) => t.after(work));
  const { work, run } = place;
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
  run("npm", ["install", "--save-dev", "@keykist/cli"], { cwd: member });
  const shown = run("npm", ["exec", "--", "kist", "--version"], { cwd: member });
  assert.match(shown, /^\d+\./);
  takeTour([path.join(work, "node_modules", ".bin", "kist")], place);
});
