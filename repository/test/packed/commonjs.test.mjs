// Programs in CommonJS, under the Node that runs this: what the README shows them, and each cloud flavor up to the network.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import test from "node:test";

const require = createRequire(import.meta.url);

/** Runs a program in an empty folder of a project whose files are CommonJS, with a home of its own. */
function run(context, program) {
  // Beneath the project that has the packages.
  const folder = mkdtempSync(path.join(process.cwd(), "commonjs-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const home = path.join(folder, "home");
  mkdirSync(home);
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ type: "commonjs" }));
  writeFileSync(path.join(folder, "program.js"), program);
  const { status, stdout, stderr } = spawnSync(process.execPath, ["program.js"], {
    cwd: folder,
    encoding: "utf8",
    env: {
      HOME: home,
      USERPROFILE: home,
      AWS_ACCESS_KEY_ID: "none",
      AWS_SECRET_ACCESS_KEY: "none",
    },
  });
  return { status, stdout, stderr };
}

/** A block of core's README, as it was installed: a file, or what it prints. */
function block(language, name) {
  const readme = path.join(require.resolve("@keykist/core/package.json"), "..", "README.md");
  const [, rest] = readFileSync(readme, "utf8").split(`\n\`\`\`${language} ${name}\n`);
  assert.ok(rest !== undefined, `there is no block "${language} ${name}"`);
  return rest.slice(0, rest.indexOf("```\n"));
}

test("the program of the README keeps, changes and reads secrets, and tells errors by their code", (context) => {
  const { status, stdout, stderr } = run(context, block("js", "program.cjs"));
  assert.equal(stdout, block("text", "program.cjs"));
  assert.equal(status, 0);
  // That a key was made, and no warning of Node.
  assert.match(stderr, /^keykist made the key file .+\n$/);
});

// Nothing listens there, so that no cloud is needed; what the program is told is the flavor's own word for it.
for (const [flavor, made] of [
  [
    "aws",
    `new AwsSecretsManager({ region: "eu-west-1", endpoint: "http://127.0.0.1:9", maxAttempts: 1 })`,
  ],
  ["gcp", `new GcpSecretsManager({ projectId: "shop", apiEndpoint: "http://127.0.0.1:9" })`],
]) {
  test(`the ${flavor} flavor is constructed, loads its SDK, and says that it reaches nobody`, (context) => {
    const [, name] = /^new (\w+)/.exec(made) ?? [];
    const ending = run(
      context,
      `const { arbitrarySchema, KeykistError } = require("@keykist/core");
       const { ${name} } = require("@keykist/${flavor}");
       const secret = arbitrarySchema.create("db", { password: "tulip" });

       async function main() {
         const manager = ${made};
         try {
           await manager.registerSecret(secret);
         } catch (error) {
           if (!KeykistError.is(error)) throw error;
           console.log(error.flavor, error.code, error.outcome);
         }
         await manager.close();
       }

       main();`,
    );
    assert.deepEqual(ending, {
      status: 0,
      stdout: `${flavor} UNAVAILABLE not_applied\n`,
      stderr: "",
    });
  });
}
