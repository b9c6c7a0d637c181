import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { WORKSPACE_NODE } from "./node.mjs";
import { npm } from "./npm.mjs";
import { readManifest, root } from "./workspace.mjs";

/**
 * Where verdaccio is installed, by its own lock file: what nobody needs but the tests of a release is not installed with the
 * workspace. The lock file names node-fetch in place of the tag by which one of verdaccio's plugins asks for it.
 */
const home = path.join(root, "scripts", "registry");
const installed = path.join(home, "node_modules", "verdaccio");

const SECONDS_TO_START = 60;

/**
 * A registry in a process of its own, on loopback.
 *
 * @typedef {object} Registry
 * @property {string} url
 * @property {string} npmrc a file with the settings of npm that publish to it and install from it
 * @property {() => Promise<void>} close
 */

/**
 * Starts a registry that has nothing until it is published to, and takes no version twice: verdaccio
 * (https://www.verdaccio.org). What is not published there it asks the registry behind it for, if there is one;
 * only for keykist's own packages it never does.
 *
 * @param {{ behind?: string | undefined }} [options] the address of the registry behind it
 * @returns {Promise<Registry>}
 */
export async function startRegistry({ behind } = {}) {
  await ensureVerdaccio();
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "keykist-registry-")));
  const host = `127.0.0.1:${await freePort()}`;
  const url = `http://${host}/`;
  const npmrc = path.join(folder, "npmrc");
  // To publish takes a token, whoever takes it.
  writeFileSync(npmrc, `registry=${url}\n//${host}/:_authToken=nobody\n`);
  const file = path.join(folder, "config.yaml");
  writeFileSync(file, JSON.stringify(configuration(path.join(folder, "storage"), behind)));

  const child = spawn(
    WORKSPACE_NODE,
    [path.join(installed, "bin", "verdaccio"), "--config", file, "--listen", host],
    {
      cwd: folder,
      stdio: ["ignore", "inherit", "inherit"],
    },
  );
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => {
    child.once("close", () => resolve());
    child.once("error", () => resolve());
  });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const close = async () => {
    process.off("exit", kill);
    child.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  if (await answers(`${url}-/ping`, ended)) return { url, npmrc, close };
  await close();
  throw new Error("The registry on loopback did not start.");
}

/**
 * What verdaccio is told, in JSON, which is YAML.
 *
 * @param {string} storage
 * @param {string | undefined} behind
 */
function configuration(storage, behind) {
  const everyone = { access: "$all", publish: "$all" };
  const elsewhere = behind === undefined ? {} : { proxy: "behind" };
  return {
    storage,
    uplinks: behind === undefined ? {} : { behind: { url: behind, maxage: "1h" } },
    packages: { "@keykist/*": everyone, "**": { ...everyone, ...elsewhere } },
    web: { enable: false },
    log: { type: "stdout", format: "pretty", level: "error" },
  };
}

async function ensureVerdaccio() {
  const wanted = readManifest(home).dependencies?.["verdaccio"];
  if (existsSync(installed) && readManifest(installed).version === wanted) return;
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const exitCode = await npm(args, { cwd: home });
  if (exitCode !== 0)
    throw new Error("verdaccio, the registry on loopback, could not be installed.");
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const at = server.address();
      server.close(() => {
        if (at === null || typeof at === "string") reject(new Error("There is no port."));
        else resolve(at.port);
      });
    });
  });
}

/**
 * Whether a server answers before it ends, and in time.
 *
 * @param {string} url
 * @param {Promise<void>} ended
 * @returns {Promise<boolean>}
 */
async function answers(url, ended) {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  for (let tries = 0; tries < SECONDS_TO_START * 10 && !over; tries += 1) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok === true) return true;
    await wait(100);
  }
  return false;
}
