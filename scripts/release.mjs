// Publishes every public package whose version the registry does not have yet: the tarballs that pnpm packs, by npm, which has
// no token where it runs as the trusted publisher. Does nothing while changesets wait for a version.
//
//   npm run release                            in the workflow `release`
//   npm run release -- --provenance=false      where there is no identity to sign with: a registry on loopback
import { appendFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { ensureInstalled } from "./lib/install.mjs";
import { npm } from "./lib/npm.mjs";
import { packPackages } from "./lib/packed-tarballs.mjs";
import { publicMembers, root } from "./lib/workspace.mjs";
import { turbo } from "./lib/turbo.mjs";

const options = process.argv.slice(2);
const waiting = readdirSync(path.join(root, ".changeset")).filter(
  (file) => file.endsWith(".md") && file !== "README.md",
);
if (waiting.length > 0) {
  console.log(`Nothing is published: ${waiting.length} changesets wait for a version.`);
} else {
  await release();
}

async function release() {
  await ensureInstalled();
  if ((await turbo(["run", "build"])) !== 0) throw new Error("The build failed.");
  const folder = mkdtempSync(path.join(tmpdir(), "keykist-release-"));
  try {
    await publishMissing(await packPackages(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** @param {ReadonlyMap<string, string>} tarballs package name → tarball */
async function publishMissing(tarballs) {
  let published = 0;
  for (const { manifest } of dependenciesFirst()) {
    const { name, version } = manifest;
    if (await isPublished(name, version)) {
      console.log(`${name}@${version} is published already.`);
      continue;
    }
    const tarball = tarballs.get(name) ?? "";
    // What is left is published when this is run again.
    if ((await npm(["publish", tarball, "--access=public", ...options])) !== 0) {
      throw new Error(`${name}@${version} could not be published.`);
    }
    published += 1;
  }
  console.log(`Published ${published} packages.`);
  const output = process.env["GITHUB_OUTPUT"];
  const version = publicMembers()[0]?.manifest.version;
  if (published > 0 && output !== undefined) appendFileSync(output, `version=${version}\n`);
}

/**
 * @param {string} name
 * @param {string} version
 * @returns {Promise<boolean>}
 */
async function isPublished(name, version) {
  let answer = "";
  const exitCode = await npm(["view", `${name}@${version}`, "version", "--json"], {
    cwd: tmpdir(),
    onStdout: (text) => {
      answer += text;
    },
  });
  if (exitCode === 0) return answer.includes(version);
  if (answer.includes('"E404"')) return false;
  throw new Error(`The registry does not say whether ${name}@${version} is there.`);
}

/** No one can install a package before what it depends on is there. */
function dependenciesFirst() {
  const left = publicMembers();
  const sorted = [];
  while (left.length > 0) {
    const names = new Set(left.map(({ manifest }) => manifest.name));
    const next = left.findIndex(
      ({ manifest }) =>
        !Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).some((name) =>
          names.has(name),
        ),
    );
    const [member] = left.splice(next, 1);
    if (next === -1 || member === undefined) throw new Error("The packages depend in a circle.");
    sorted.push(member);
  }
  return sorted;
}
