// Compares what every published package exports with its reports in `etc/*.api.md`, which are checked in; fails where one
// differs. With --write, writes them anew: a change of what is exported is then in the diff, for a reviewer to see.
import path from "node:path";

import { ensureInstalled } from "./lib/install.mjs";
import { WORKSPACE_NODE } from "./lib/node.mjs";
import { run } from "./lib/run.mjs";
import { turbo } from "./lib/turbo.mjs";
import { root } from "./lib/workspace.mjs";

const program = path.join(root, "repository", "api", "compare.ts");

await ensureInstalled();
const built = await turbo(["run", "build"]);
process.exitCode =
  built === 0 ? await run(WORKSPACE_NODE, [program, ...process.argv.slice(2)]) : built;
