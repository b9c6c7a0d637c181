// `npm start`: from a fresh clone to the tour of kist. With words behind it, `npm start -- list`, to kist itself.
import path from "node:path";

import { ensureInstalled } from "./lib/install.mjs";
import { WORKSPACE_NODE } from "./lib/node.mjs";
import { run } from "./lib/run.mjs";
import { root } from "./lib/workspace.mjs";

const words = process.argv.slice(2);

await ensureInstalled();
const program =
  words.length === 0
    ? path.join(root, "examples", "tour.mjs")
    : path.join(root, "packages", "cli", "src", "bin.ts");
process.exitCode = await run(WORKSPACE_NODE, [program, ...words]);
