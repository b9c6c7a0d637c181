// A tour of kist on the embedded local flavor, in a home of its own that is gone afterwards: `npm start`.
// Each command is printed before its output, so that the tour reads as documentation.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Where the files of the tour are, which it names relative to here. */
const examples = import.meta.dirname;

/** How to start kist: what stands behind `--`, else from the sources of this repository. */
const kist =
  process.argv.length > 2
    ? process.argv.slice(2)
    : [process.execPath, path.resolve(examples, "../packages/cli/src/bin.ts")];

const home = mkdtempSync(path.join(tmpdir(), "kist-tour-"));
/** @type {Record<string, string>} */
const environment = { PATH: process.env["PATH"] ?? "", HOME: home, USERPROFILE: home };
for (const name of [
  "APPDATA",
  "LOCALAPPDATA",
  "XDG_CONFIG_HOME",
  "XDG_DATA_HOME",
  "XDG_STATE_HOME",
  "XDG_CACHE_HOME",
]) {
  environment[name] = path.join(home, name);
}
if (process.env["SystemRoot"] !== undefined) environment["SystemRoot"] = process.env["SystemRoot"];

/**
 * Says what comes, as a comment of a shell.
 *
 * @param {string} text
 */
function say(text) {
  console.log(`\n# ${text}`);
}

/**
 * Runs kist, printing the command before its output; answers its stdout.
 *
 * @param {string} line what a person would type behind `kist`
 * @param {{ expected?: number, input?: string, show?: boolean }} [how]
 */
function run(line, { expected = 0, input, show = true } = {}) {
  const [program = "", ...leading] = kist;
  if (show) console.log(`$ ${input === undefined ? "" : `printf %s … | `}kist ${line}`);
  const { status, stdout, stderr } = spawnSync(program, [...leading, ...line.split(" ")], {
    cwd: examples,
    env: environment,
    encoding: "utf8",
    ...(input === undefined ? { stdio: ["ignore", "pipe", "pipe"] } : { input }),
  });
  if (show) process.stdout.write(stdout + stderr);
  if (status !== expected) {
    throw new Error(`kist ended with ${status}, not ${expected}: ${stderr}`);
  }
  if (show && expected !== 0) console.log(`# (exit code ${status})`);
  return stdout;
}

/** @param {string} name */
function revisionOf(name) {
  return JSON.parse(run(`describe ${name} --json`, { show: false })).revision;
}

/** Starts the web service under kist, and asks it for a proof of what it was given; it ends when it has answered. */
async function serve() {
  const line = "run --secret web -- node web-service/server.mjs";
  console.log(`$ kist ${line}`);
  const [program = "", ...leading] = kist;
  const words = line.split(" ").map((word) => (word === "node" ? process.execPath : word));
  const child = spawn(program, [...leading, ...words], {
    cwd: examples,
    env: environment,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    const address = await new Promise((resolve, reject) => {
      child.once("exit", () => reject(new Error("the web service ended before it listened")));
      child.stdout.on("data", (data) => {
        process.stdout.write(String(data).replace(/:\d+$/m, ":…"));
        resolve(/http:\S+/.exec(String(data))?.[0]);
      });
    });
    const response = await fetch(address);
    const proofs = await response.json();
    for (const [name, proof] of Object.entries(proofs)) {
      const value = run(`get web ${name}`, { show: false });
      const same = createHash("sha256").update(value).digest("hex") === proof;
      if (!same) throw new Error(`${name} did not reach the web service as it is`);
      console.log(
        `# ${name}: the service has the ${Buffer.byteLength(value)} bytes that kist keeps`,
      );
    }
    await ended;
  } finally {
    child.kill("SIGKILL");
  }
}

try {
  say("The settings of a web service, from its .env file; and files as values of a schema.");
  run("import web-service/web-service.env --as web");
  run(
    "register tls --schema tls certificate=@web-service/certificate.pem private_key=@web-service/key.pem",
  );
  run("register deploy --schema gcp token=@web-service/service-account.json");

  say("A schema is checked before anything is written.");
  run("register admin --schema basic_auth username=root", { expected: 6 });

  say("What there is. Values are shown only when they are asked for.");
  run("list");
  run("get tls");
  run("get web PORT");
  console.log();

  say(
    "Change one key, only if nobody else has changed the secret: a wrong revision, then the right one.",
  );
  const first = revisionOf("web");
  run(`update web PORT=9090 --if-revision ${revisionOf("tls")}`, { expected: 5 });
  run(`update web PORT=9090 --if-revision ${first}`);

  say("Every state is kept, the last ten of them. Back to the first one.");
  run("history web");
  run(`rollback web ${first}`);
  run("get web PORT");
  console.log();

  say("Hand it to a program: its keys are variables of that program, and of nothing else.");
  await serve();

  say(
    "That was all. It happened in a home of its own, which is gone now; npm start -- COMMAND runs kist on yours.",
  );
} finally {
  rmSync(home, { recursive: true, force: true });
}
