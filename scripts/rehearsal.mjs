// Rehearses a release, in copies of the repository: `repository/test/rehearsal`. Its last line counts the tests.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { format } from "./lib/counts.mjs";
import { ensureInstalled } from "./lib/install.mjs";
import { runNodeTests } from "./lib/node-tests.mjs";
import { WORKSPACE_NODE } from "./lib/node.mjs";
import { root } from "./lib/workspace.mjs";

const tests = path.join(root, "repository/test/rehearsal");
const folder = mkdtempSync(path.join(tmpdir(), "keykist-rehearsal-"));
try {
  await ensureInstalled();
  const total = await runNodeTests({
    node: WORKSPACE_NODE,
    files: readdirSync(tests)
      .filter((file) => file.endsWith(".rehearsal.ts"))
      .map((file) => path.join(tests, file)),
    folder: root,
    report: path.join(folder, "report.json"),
    env: {},
  });
  console.log(`\n${format(total)}`);
  process.exitCode = total.failed > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
