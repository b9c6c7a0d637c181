import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const run = promisify(execFile);
const source = (file: string): string => new URL(`../src/${file}`, import.meta.url).href;

/** Prints what importing core loads beside its own files. */
const program = `
import { registerHooks } from "node:module";

const loaded = [];
registerHooks({
  load(url, context, nextLoad) {
    loaded.push(url);
    return nextLoad(url, context);
  },
});
await import(${JSON.stringify(source("index.ts"))});
await import(${JSON.stringify(source("memory/index.ts"))});
console.log(JSON.stringify({ own: loaded.length > 0, others: loaded.filter((url) => !url.includes("/core/src/")) }));
`;

// node:util alone, as a module, was a third of what the import cost.
it("importing core loads no module of Node, and no package", async () => {
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program]);
  expect(JSON.parse(stdout)).toEqual({ own: true, others: [] });
});
