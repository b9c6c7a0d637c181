// A flavor is found by its package's name and by a path, however a package manager lays out what it installs.
import assert from "node:assert/strict";
import { realpathSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { makePlace, publishTemplate } from "./place.mjs";

const windows = process.platform === "win32";
const PNPM = "pnpm@12.21.0";
const YARN = "@yarnpkg/cli-dist@4.18.1";
const place = makePlace(after);

/** What yarn 4 is told: it takes its settings from no `.npmrc`. */
const yarnSettings = (linker) => `nodeLinker: ${linker}
npmRegistryServer: ${JSON.stringify(process.env.KEYKIST_TEST_REGISTRY)}
unsafeHttpWhitelist: [127.0.0.1]
enableGlobalCache: false
enableTelemetry: false
npmMinimalAgeGate: 0
`;

/** Each layout, and where it keeps a package: in the project, or elsewhere. */
const layouts = [
  { title: "npm", at: /^project\/node_modules\/keykist-shelf$/, install: ["npm", "install"] },
  {
    title: "pnpm, isolated",
    at: /^project\/node_modules\/\.pnpm\//,
    install: ["npx", "-y", PNPM, "install"],
  },
  {
    title: "pnpm, global virtual store",
    at: /^(?!project\/).*\/links\//,
    install: ["npx", "-y", PNPM, "install", "--config.enable-global-virtual-store=true"],
  },
  {
    title: "yarn 1",
    at: /^project\/node_modules\/keykist-shelf$/,
    install: ["npx", "-y", "yarn@1", "install", "--no-lockfile"],
  },
  {
    title: "yarn 4, node-modules",
    at: /^project\/node_modules\/keykist-shelf$/,
    install: ["npx", "-y", "-p", YARN, "yarn", "install"],
    files: { ".yarnrc.yml": yarnSettings("node-modules"), "yarn.lock": "" },
  },
];

function makeProject(title, files = {}) {
  const folder = title.replaceAll(/\W+/g, "-");
  const manifest = {
    name: "project",
    private: true,
    dependencies: {
      "@keykist/cli": "*",
      "@keykist/core": "*",
      "keykist-shelf": "*",
      zod: "^4.2.0",
    },
  };
  place.write(`${folder}/package.json`, JSON.stringify(manifest));
  for (const [name, text] of Object.entries(files)) place.write(`${folder}/${name}`, text);
  place.write(`${folder}/keykist.json`, "{}");
  place.write(
    `${folder}/flavors/own.mjs`,
    `import { TemplateSecretsManager } from "keykist-shelf";
     export class OwnSecretsManager extends TemplateSecretsManager { static FLAVOR = "own"; }`,
  );
  return path.join(place.work, folder);
}

before(() => {
  if (windows) return;
  publishTemplate(place, { name: "keykist-shelf", flavor: "shelf" });
});

describe("a flavor is loaded under", { skip: windows }, () => {
  for (const { title, at, install, files } of layouts) {
    test(title, () => {
      const cwd = makeProject(title, files);
      const [command, ...args] = install;
      place.run(command, args, { cwd });
      const installed = realpathSync(path.join(cwd, "node_modules", "keykist-shelf"));
      assert.match(installed.replace(`${cwd}/`, "project/"), at);
      const program = path.join(cwd, "node_modules", ".bin", "kist");
      const kist = (words, input) =>
        place.run(program, ["--config", "keykist.json", ...words], { cwd, input });

      for (const [flavor, source] of [
        ["shelf", "keykist-shelf"],
        ["own", "./flavors/own.mjs"],
      ]) {
        kist(["flavor", "register", source]);
        kist(["manager", "register", flavor, "--flavor", flavor, `folder=${cwd}/${flavor}`]);
        kist(["--manager", flavor, "register", "db", "password=-"], "tulip");
        assert.equal(kist(["--manager", flavor, "get", "db", "password"]), "tulip");
      }
      const listed = JSON.parse(kist(["flavor", "list", "--json"]));
      const shelf = listed.find(({ name }) => name === "shelf");
      assert.deepEqual(shelf, {
        name: "shelf",
        source: "keykist-shelf",
        installed: true,
        version: "1.0.0",
      });
    });
  }
});

const register = (flavor) => ["manager", "register", "prod", "--flavor", flavor, "--project"];

test("pnpm, isolated: a new project takes the flavor that it has", { skip: windows }, () => {
  const cwd = path.join(place.work, "new-project");
  const dependencies = {
    "@keykist/cli": "*",
    "@keykist/aws": "*",
    "@keykist/core": "*",
    zod: "^4.2.0",
  };
  place.write("new-project/package.json", JSON.stringify({ private: true, dependencies }));
  place.run("npx", ["-y", PNPM, "install"], { cwd });
  const program = path.join(cwd, "node_modules", ".bin", "kist");

  const lacking = place.end(program, register("gcp"), { cwd });
  const line = "the flavor gcp is not installed; install it: pnpm add @keykist/gcp";
  assert.deepEqual([lacking.exitCode, lacking.stderr], [3, `kist: ${line}\n`]);
  const unknown = place.end(program, ["flavor", "register", "keykist-none", "--project"], { cwd });
  assert.match(unknown.stderr, /no module "keykist-none"; install it: pnpm add keykist-none$/m);

  place.run(program, [...register("aws"), "region=eu-west-1"], { cwd });
  const described = JSON.parse(place.run(program, ["manager", "describe", "--json"], { cwd }));
  assert.equal(described.flavor, "aws");
  assert.equal(described.file, path.join(cwd, "keykist.json"));
});

test("yarn's Plug'n'Play is refused, with what to do instead", { skip: windows }, () => {
  const cwd = makeProject("plug-n-play", {
    ".yarnrc.yml": yarnSettings("pnp"),
    "yarn.lock": "",
  });
  const yarn = ["-y", "-p", YARN, "yarn"];
  place.run("npx", [...yarn, "install"], { cwd });
  const elsewhere = path.join(place.work, "npm", "node_modules", ".bin", "kist");
  const refusal =
    "kist does not find packages under Yarn's Plug'n'Play: " +
    "write nodeLinker: node-modules into .yarnrc.yml, then: yarn install";
  const kist = (words, [command, ...args] = ["npx", ...yarn, "kist"]) => {
    const ended = place.end(command, [...args, "--config", "keykist.json", ...words], { cwd });
    return { exitCode: ended.exitCode, line: ended.stderr };
  };
  const refused = (problem) => ({ exitCode: 3, line: `kist: ${problem}; ${refusal}\n` });
  assert.deepEqual(
    kist(["flavor", "register", "keykist-shelf"]),
    refused('there is no module "keykist-shelf"'),
  );
  const describeAws = ["flavor", "describe", "aws"];
  assert.deepEqual(kist(describeAws), refused("the flavor aws is not installed"));
  assert.deepEqual(kist(describeAws, [elsewhere]), refused("the flavor aws is not installed"));
});
