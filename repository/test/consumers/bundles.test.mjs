// A program with one flavor, made one piece by the bundlers that are in use, far from any node_modules: it runs under every
// supported Node, and holds no SDK but that flavor's.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";

import { AwsEmulator } from "@keykist/emulators/aws";
import { GcpEmulator } from "@keykist/emulators/gcp";
import * as esbuild from "esbuild";
import * as vite from "vite";

import { consumer } from "./consumer.mjs";

const run = promisify(execFile);

/** @type {readonly string[]} */
const NODES = JSON.parse(process.env["KEYKIST_NODES"] ?? "[]");

/** Names of packages that a cloud's SDK is made of. */
const SDKS = { aws: /^@aws-sdk\/|^@smithy\//, gcp: /^@google-cloud\/|^google-|^@grpc\// };

const FLAVORS = [
  {
    flavor: "local",
    manager: "LocalSecretsManager",
    config: "{ file: process.env.STORE }",
    foreign: [SDKS.aws, SDKS.gcp],
  },
  {
    flavor: "aws",
    manager: "AwsSecretsManager",
    config: '{ region: "eu-west-1", endpoint: process.env.AWS_ENDPOINT }',
    foreign: [SDKS.gcp],
  },
  {
    flavor: "gcp",
    manager: "GcpSecretsManager",
    config: '{ projectId: "example", apiEndpoint: process.env.GCP_ENDPOINT }',
    foreign: [SDKS.aws],
  },
];

const page = readFileSync(path.resolve(import.meta.dirname, "../../../docs/bundling.md"), "utf8");
/** What an ES module lacks that the SDKs, which are CommonJS, look for. */
const BANNER = /^```js banner\n(.*?)^```$/ms.exec(page)?.[1] ?? "";

/**
 * Ways to bundle. Each answers the modules that came in.
 *
 * @type {Record<string, (entry: string, folder: string) => Promise<readonly string[]>>}
 */
const WAYS = {
  "esbuild, as one CommonJS file": (entry, outdir) =>
    bundleWithEsbuild({ entryPoints: [entry], outdir, format: "cjs" }),
  "esbuild, as ES modules": (entry, outdir) =>
    bundleWithEsbuild({
      entryPoints: [entry],
      outdir,
      format: "esm",
      splitting: true,
      banner: { js: BANNER },
    }),
  "Vite, for a server": async (entry, outDir) => {
    const built = await vite.build({
      root: path.dirname(entry),
      configFile: false,
      logLevel: "error",
      ssr: { noExternal: true },
      build: { ssr: entry, outDir, rolldownOptions: { output: { banner: BANNER } } },
    });
    assert.ok("output" in built);
    return built.output.flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
  },
};

/** @param {esbuild.BuildOptions} options */
async function bundleWithEsbuild(options) {
  const { metafile } = await esbuild.build({
    ...options,
    bundle: true,
    platform: "node",
    target: "node22",
    metafile: true,
    logLevel: "error",
  });
  assert.ok(metafile !== undefined);
  return Object.keys(metafile.inputs);
}

// Outside the project, so that nothing is found that is not in the bundle.
const elsewhere = realpathSync(mkdtempSync(path.join(tmpdir(), "keykist-bundles-")));
const sources = path.join(consumer, "bundled");
mkdirSync(sources, { recursive: true });

const aws = new AwsEmulator({ seed: 1 });
// The clock does not jump: the programs that call take real time.
const gcp = new GcpEmulator({ seed: 1, longestJump: 0 });
/** @type {Record<string, string>} */
const environment = {
  AWS_ACCESS_KEY_ID: "AKIATEST",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_EC2_METADATA_DISABLED: "true",
};
/** @type {Array<() => Promise<void>>} */
const closing = [];

before(async () => {
  const [overHttp, overGrpc] = await Promise.all([aws.listen(), gcp.listenGrpc()]);
  closing.push(
    () => overHttp.close(),
    () => overGrpc.close(),
  );
  environment["AWS_ENDPOINT"] = overHttp.endpoint;
  environment["GCP_ENDPOINT"] = `http://${overGrpc.endpoint}:${overGrpc.port}`;
});
after(async () => {
  await Promise.all(closing.map((close) => close()));
  rmSync(elsewhere, { recursive: true, force: true });
});

test("there are Nodes to run them, and a banner in the documentation", () => {
  assert.match(BANNER, /^import /);
  assert.ok(NODES.length > 1);
});

for (const { flavor, manager, config, foreign } of FLAVORS) {
  const entry = path.join(sources, `${flavor}.mjs`);
  writeFileSync(
    entry,
    `import { arbitrarySchema } from "@keykist/core";
import { ${manager} } from "@keykist/${flavor}";

const main = async () => {
  const manager = new ${manager}(${config});
  await manager.registerSecret(arbitrarySchema.create(process.env.NAME, { user: "app" }));
  const { content } = await manager.getSecret(process.env.NAME);
  console.log(content.user);
  await manager.close();
};
main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
`,
  );

  for (const [number, [way, bundle]] of Object.entries(WAYS).entries()) {
    test(`${flavor}: ${way}`, async (context) => {
      const folder = path.join(elsewhere, `${flavor}-${number}`);
      mkdirSync(folder);
      const modules = await bundle(entry, folder);
      const packages = new Set(modules.map(packageOf));
      assert.ok(packages.has(`@keykist/${flavor}`));
      assert.deepEqual(
        [...packages].filter((name) => foreign.some((sdk) => sdk.test(name))),
        [],
      );

      const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
        /\.[cm]?js$/.test(file),
      );
      const bytes = files.reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0);
      context.diagnostic(`${(bytes / 1e6).toFixed(2)} MB in ${files.length} files`);

      // What a folder's modules are, its manifest says.
      const type = way.includes("CommonJS") ? "commonjs" : "module";
      writeFileSync(path.join(folder, "package.json"), JSON.stringify({ type }));
      for (const [at, node] of NODES.entries()) {
        const STORE = path.join(folder, `${at}.db`);
        const { stdout } = await run(node, [path.join(folder, `${flavor}.js`)], {
          cwd: folder,
          env: { ...environment, STORE, NAME: `db-${number}-${at}` },
        });
        assert.equal(stdout, "app\n");
      }
    });
  }
}

/** @param {string} module a path, as the bundlers tell it */
function packageOf(module) {
  const found = /.*[/\\]node_modules[/\\]((?:@[^/\\]+[/\\])?[^/\\]+)/.exec(module);
  return (found?.[1] ?? "").replaceAll("\\", "/");
}
