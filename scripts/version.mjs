// Turns the changesets that wait into the next version: in every manifest, in the changelogs, and in what the template asks for.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { ensureInstalled } from "./lib/install.mjs";
import { runWithPnpm } from "./lib/pnpm.mjs";
import { publicMembers, root } from "./lib/workspace.mjs";

/** It names versions and no `workspace:`, because it is copied out of here; changesets leave it alone. */
const TEMPLATE = path.join(root, "templates/flavor/package.json");

await ensureInstalled();
await step("node", [path.join(root, "node_modules/@changesets/cli/bin.js"), "version"]);

let template = readFileSync(TEMPLATE, "utf8");
for (const { manifest } of publicMembers()) {
  template = template.replaceAll(
    new RegExp(`("${manifest.name}": )"[^"]*"`, "g"),
    `$1"^${manifest.version}"`,
  );
}
writeFileSync(TEMPLATE, template);

await step("pnpm", ["--dir", root, "install", "--lockfile-only", "--offline"]);
await step("node", [path.join(root, "node_modules/oxfmt/bin/oxfmt"), root]);

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
async function step(command, args) {
  const exitCode = await runWithPnpm(command, args);
  if (exitCode !== 0) process.exit(exitCode);
}
