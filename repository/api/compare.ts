// Compares every published package with its reports; with --write, writes them anew. scripts/api-reports.mjs runs it.
import path from "node:path";

import { publicMembers } from "../../scripts/lib/workspace.mjs";
import { reportApi } from "./report-api.ts";

const write = process.argv.includes("--write");
for (const { directory, manifest } of publicMembers()) {
  for (const [module, target] of Object.entries(manifest.publishConfig?.exports ?? {})) {
    if (typeof target === "string") continue;
    const name = [path.basename(directory), ...module.split("/").slice(1)].join("-");
    const declarations = path.join(directory, target.types);
    const { changed, errors } = reportApi({ directory, declarations, name, write });
    for (const error of errors) process.stderr.write(`${name}: ${error}\n`);
    if (changed) {
      const advice = write ? "written" : "`npm run api:write` writes the report; check it in";
      process.stderr.write(`${name}.api.md: what is exported has changed: ${advice}\n`);
    }
    if (errors.length > 0 || (changed && !write)) process.exitCode = 1;
  }
}
