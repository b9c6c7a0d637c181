// Compares what every published package exports with its reports in `etc/*.api.md`, which are checked in; fails where one
// differs. With --write, writes them anew: a change of what is exported is then in the diff, for a reviewer to see.
import { readFileSync } from "node:fs";
import path from "node:path";

import { ensureInstalled } from "./lib/install.mjs";
import { turbo } from "./lib/turbo.mjs";
import { publicMembers } from "./lib/workspace.mjs";

const write = process.argv.includes("--write");
await ensureInstalled();
process.exitCode = await turbo(["run", "build"]);
if (process.exitCode === 0) await compare();

async function compare() {
  // Only now: it needs what was installed.
  const { reportApi } = await import("./lib/api-report.mjs");
  for (const { directory } of publicMembers()) {
    const manifest = JSON.parse(readFileSync(path.join(directory, "package.json"), "utf8"));
    for (const [module, { types }] of Object.entries(manifest.publishConfig.exports)) {
      if (types === undefined) continue;
      const name = [path.basename(directory), ...module.split("/").slice(1)].join("-");
      const declarations = path.join(directory, types);
      const { changed, errors } = reportApi({ directory, declarations, name, write });
      for (const error of errors) console.error(`${name}: ${error}`);
      if (errors.length > 0) process.exitCode = 1;
      if (!changed) continue;
      console.log(`${name}.api.md: what is exported has changed${write ? ", and is written" : ""}`);
      if (write) continue;
      process.exitCode = 1;
      console.error("`npm run api:write` writes the reports anew; check them in.");
    }
  }
}
