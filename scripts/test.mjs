// `npm test`: from a fresh clone to the result of every test in the workspace.
import { format } from "./lib/counts.mjs";
import { ensureInstalled } from "./lib/install.mjs";
import { runTests } from "./lib/run-tests.mjs";

if (process.argv.length > 2) {
  console.error("npm test takes no arguments. For one package: npx pnpm --filter <name> test");
  process.exit(2);
}

await ensureInstalled();
const total = await runTests();
console.log(`\n${format(total)}`);
process.exitCode = total.failed > 0 ? 1 : 0;
