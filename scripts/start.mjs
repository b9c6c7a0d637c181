// `npm start`: from a fresh clone to a running example.
import path from "node:path";

import { ensureInstalled } from "./lib/install.mjs";
import { WORKSPACE_NODE } from "./lib/node.mjs";
import { run } from "./lib/run.mjs";
import { root } from "./lib/workspace.mjs";

const [command] = process.argv.slice(2);
if (command !== undefined) {
  console.error(`There is no command "${command}" yet: the kist command line is still to come.`);
  process.exit(2);
}

await ensureInstalled();
process.exitCode = await run(WORKSPACE_NODE, [path.join(root, "examples", "seed-page.ts")]);
