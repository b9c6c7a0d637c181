// The published declarations in the projects of users: each TypeScript that is in use, each way to resolve modules, ES modules
// and CommonJS. `skipLibCheck` is off: nothing that a declaration of ours names may be missing or wrong.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { text } from "node:stream/consumers";
import test from "node:test";

import { consumer, modules } from "./consumer.mjs";

const require = createRequire(import.meta.url);

const COMPILERS = ["typescript-5", "typescript-6", "typescript"].map((name) => {
  const manifest = require.resolve(`${name}/package.json`);
  return {
    version: require(manifest).version,
    program: path.join(path.dirname(manifest), "bin", "tsc"),
  };
});

const IMPORTS = modules.map((module, index) => `import * as module${index} from "${module}";`);
const NAMES = modules.map((_, index) => `module${index}`).join(", ");
const STATIC = `${IMPORTS.join("\n")}\nexport const all: readonly object[] = [${NAMES}];\n`;
const DYNAMIC = `export const all = (): Promise<readonly object[]> =>
  Promise.all([${modules.map((module) => `import("${module}")`).join(", ")}]);\n`;

// Under `node16`, TypeScript knows no require() of an ES module: CommonJS has import() there.
const RESOLUTIONS = [
  { module: "node16", moduleResolution: "node16", commonJs: "dynamic.cts" },
  { module: "nodenext", moduleResolution: "nodenext", commonJs: "static.cts" },
  { module: "preserve", moduleResolution: "bundler", commonJs: "static.cts" },
];

const OPTIONS = {
  target: "es2022",
  lib: ["es2022"],
  types: ["node"],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  noEmit: true,
};

writeFileSync(path.join(consumer, "static.mts"), STATIC);
writeFileSync(path.join(consumer, "static.cts"), STATIC);
writeFileSync(path.join(consumer, "dynamic.cts"), DYNAMIC);

/**
 * What a compiler says of the consumers and the type tests; nothing where all is well.
 *
 * @param {string} program
 * @param {string} project
 */
async function compile(program, project) {
  const compiler = spawn(process.execPath, [program, "-p", project], { cwd: consumer });
  const [output] = await Promise.all([text(compiler.stdout), once(compiler, "close")]);
  return { output, exitCode: compiler.exitCode };
}

test("there are modules, and type tests", () => {
  assert.ok(modules.includes("@keykist/core/schemas"));
});

for (const { module, moduleResolution, commonJs } of RESOLUTIONS) {
  const project = path.join(consumer, `tsconfig.${moduleResolution}.json`);
  const compilerOptions = { ...OPTIONS, module, moduleResolution };
  const include = ["static.mts", commonJs, "tests/*/types/*.ts"];
  writeFileSync(project, JSON.stringify({ compilerOptions, include }));

  for (const { version, program } of COMPILERS) {
    test(`declarations compile with TypeScript ${version}, ${moduleResolution}`, async () => {
      assert.deepEqual(await compile(program, project), { output: "", exitCode: 0 });
    });
  }
}

test("a declaration that is wrong is found: nothing is skipped", async () => {
  writeFileSync(path.join(consumer, "wrong.d.ts"), "export declare const wrong: NotThere;\n");
  const project = path.join(consumer, "tsconfig.wrong.json");
  const compilerOptions = { ...OPTIONS, module: "nodenext", moduleResolution: "nodenext" };
  writeFileSync(project, JSON.stringify({ compilerOptions, files: ["wrong.d.ts"] }));
  const newest = COMPILERS.at(-1);
  assert.ok(newest !== undefined);
  const { output, exitCode } = await compile(newest.program, project);
  assert.match(output, /NotThere/);
  assert.notEqual(exitCode, 0);
});
