// Where packages are installed by name, as a stranger would: a home, a working folder, and a cache of package managers of its own.
import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export const repository = path.resolve(import.meta.dirname, "../../../..");
export const registry = process.env.KEYKIST_TEST_REGISTRY;

/** Makes a place, which is removed after the test, or after all tests of the file. */
export function makePlace(after) {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), "kist-installed-")));
  after(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));
  const [home, work] = ["home", "work"].map((name) => path.join(root, name));
  for (const folder of [home, work]) mkdirSync(folder, { mode: 0o700 });
  // To publish takes a token, whoever takes it.
  const { host } = new URL(registry);
  writeFileSync(path.join(home, ".npmrc"), `registry=${registry}\n//${host}/:_authToken=nobody\n`);
  const environment = {
    // The Node of this test first: it runs TypeScript.
    PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH}`,
    HOME: home,
    // What this machine needs to reach the registry behind the one on loopback.
    ...Object.fromEntries(
      ["NODE_EXTRA_CA_CERTS", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "NO_PROXY"]
        .filter((name) => process.env[name] !== undefined)
        .map((name) => [name, process.env[name]]),
    ),
    npm_config_registry: registry,
    npm_config_cache: path.join(root, "cache"),
    YARN_CACHE_FOLDER: path.join(root, "yarn-cache"),
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_update_notifier: "false",
  };
  const options = ({ cwd = work, input = "", env = {} } = {}) => ({
    cwd,
    input,
    env: { ...environment, ...env },
    encoding: "utf8",
  });
  return {
    root,
    work,
    environment,
    /** Runs a program that has to succeed, and answers what it prints. */
    run: (command, args, more) => execFileSync(command, args, options(more)),
    /** Runs a program, however it ends. */
    end: (command, args, more) => {
      const { status, stdout, stderr } = spawnSync(command, args, options(more));
      return { exitCode: status, stdout, stderr };
    },
    write: (file, text) => {
      const full = path.join(work, file);
      mkdirSync(path.dirname(full), { recursive: true });
      writeFileSync(full, text);
    },
  };
}

/**
 * Publishes the template, as the build has left it, under a name and a flavor's name of its own; with `core`, it depends on that
 * version of core by itself, as no flavor should.
 */
export function publishTemplate({ root, run }, { name, flavor, core }) {
  const template = path.join(repository, "templates", "flavor");
  const folder = path.join(root, name);
  cpSync(path.join(template, "dist"), path.join(folder, "dist"), { recursive: true });
  const module = path.join(folder, "dist", "template-secrets-manager.js");
  const text = readFileSync(module, "utf8");
  writeFileSync(module, text.replace('FLAVOR = "template"', `FLAVOR = "${flavor}"`));
  const {
    private: _private,
    scripts: _scripts,
    ...manifest
  } = JSON.parse(readFileSync(path.join(template, "package.json"), "utf8"));
  writeFileSync(
    path.join(folder, "package.json"),
    JSON.stringify({
      ...manifest,
      name,
      version: "1.0.0",
      ...(core !== undefined && {
        peerDependencies: {},
        dependencies: { "@keykist/core": core },
      }),
    }),
  );
  run("npm", ["publish", "--loglevel=error"], { cwd: folder });
}

/** Publishes core once more, under another version, and with what a change makes of each of its files. */
export function publishCore({ root, run }, { version, change = (text) => text }) {
  const folder = path.join(root, `core-${version}`);
  mkdirSync(folder);
  const packed = run("npm", ["pack", "--silent", "@keykist/core@latest"], { cwd: folder }).trim();
  run("tar", ["-xzf", packed], { cwd: folder });
  const unpacked = path.join(folder, "package");
  const dist = path.join(unpacked, "dist");
  for (const file of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".js")) continue;
    const full = path.join(dist, file);
    writeFileSync(full, change(readFileSync(full, "utf8")));
  }
  const manifest = path.join(unpacked, "package.json");
  const { publishConfig: _publish, ...own } = JSON.parse(readFileSync(manifest, "utf8"));
  writeFileSync(manifest, JSON.stringify({ ...own, version }));
  // Under a tag of its own: who asks for no version gets the true one.
  run("npm", ["publish", "--tag", "second", "--loglevel=error"], { cwd: unpacked });
}
