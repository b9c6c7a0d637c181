// The page on flavors, followed as it is written: from an empty folder to a package that is published, installed and judged.
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";

import { makePlace } from "../../../packages/cli/test/installed/place.mjs";
import { page } from "../documentation/pages.ts";
import { sectionSteps } from "../documentation/section-steps.ts";

const skip = process.platform === "win32";
const steps = sectionSteps(
  page("docs/writing-a-flavor.md"),
  "From an empty folder to a published package",
);
const { root, work, end } = makePlace(after);

/** What the commands have printed, block by block. */
const printed = [];
/** Where the last of them has left the reader. */
let folder = work;

/** Runs a block of commands as a shell would that stops at the first that fails, and goes where they go. */
function follow(commands) {
  const left = path.join(root, "left-in");
  const script = `trap 'pwd > "$LEFT_IN"' EXIT\n${commands}`;
  const { exitCode, stdout, stderr } = end("bash", ["-euo", "pipefail", "-c", script], {
    cwd: folder,
    env: { LEFT_IN: left },
  });
  assert.equal(exitCode, 0, `${commands}\n${stdout}\n${stderr}`);
  folder = readFileSync(left, "utf8").trim();
  return stdout;
}

before(() => {
  if (skip) return;
  for (const step of steps) {
    if (step.kind === "file") writeFileSync(path.join(folder, step.name), step.text);
    else printed.push({ ...step, stdout: follow(step.commands) });
  }
});

/** What a run of the suite came to, where the commands have run it. */
function verdict(stdout) {
  if (!stdout.includes("keykist conformance of acme")) return [];
  return [
    Object.fromEntries(
      Array.from(stdout.matchAll(/^ℹ (pass|fail|cancelled) (\d+)$/gm), ([, what, count]) => [
        what,
        Number(count),
      ]),
    ),
  ];
}

test("the conformance run is green, of the sources and of the published package", { skip }, () => {
  const verdicts = printed.flatMap(({ stdout }) => verdict(stdout));
  assert.equal(verdicts.length, 2);
  for (const { pass, fail, cancelled } of verdicts) {
    assert.deepEqual({ fail, cancelled }, { fail: 0, cancelled: 0 });
    assert.ok(pass > 500, `${pass} passed`);
  }
});

test(
  "the second run takes the flavor from the registry, and nothing from the author's folder",
  { skip },
  () => {
    const { packages } = JSON.parse(readFileSync(path.join(folder, "package-lock.json"), "utf8"));
    const { version, resolved } = packages["node_modules/keykist-acme"];
    assert.equal(version, "0.1.0");
    assert.match(
      resolved,
      /^http:\/\/127\.0\.0\.1:\d+\/keykist-acme\/-\/keykist-acme-0\.1\.0\.tgz$/,
    );
    const judged = readFileSync(path.join(folder, "published.test.mts"), "utf8");
    assert.deepEqual(
      Array.from(judged.matchAll(/ from "([^"]+)"/g), ([, source]) => source),
      ["node:test", "@keykist/conformance", "keykist-acme", "keykist-acme"],
    );
  },
);

test("what is published is the build, without tests", { skip }, () => {
  const installed = path.join(folder, "node_modules", "keykist-acme");
  for (const file of ["index.js", "index.d.ts", "acme-secrets-manager.js"]) {
    assert.ok(existsSync(path.join(installed, "dist", file)), file);
  }
  assert.ok(!existsSync(path.join(installed, "dist", "acme-conformance.test.js")));
});

test("commands print what the page says", { skip }, () => {
  const said = printed.filter(({ output }) => output !== undefined);
  assert.ok(said.length > 0);
  for (const { stdout, output } of said) assert.equal(stdout, output);
});
