import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { BIN } from "../kist.ts";
import { makePlace, type Place } from "../place.ts";
import { inTerminal } from "../terminal.ts";

/** Counts what it is sent, and goes on for a while after the first. */
const COUNTS = `
let count = 0;
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP", "SIGUSR1", "SIGQUIT"]) {
  process.on(signal, () => {
    count += 1;
    if (count === 1) setTimeout(() => { console.log("got " + count + " " + signal); process.exit(5); }, 400);
  });
}
setTimeout(() => console.log("ready"), 200);
setInterval(() => {}, 1000);`;

async function countIn(place: Place, group: boolean, signal: NodeJS.Signals): Promise<string> {
  const child = spawn(
    process.execPath,
    [BIN, "run", "--quiet", "--", process.execPath, "-e", COUNTS],
    {
      cwd: place.folder,
      env: { ...place.environment },
      stdio: ["ignore", "pipe", "inherit"],
      detached: true,
    },
  );
  onTestFinished(() => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (data: string) => {
    text += data;
  });
  const exit = once(child, "exit");
  while (!text.includes("ready")) await wait(20);
  const { pid = 0 } = child;
  process.kill(group ? -pid : pid, signal);
  expect(await exit).toEqual([5, null]);
  return text;
}

describe.skipIf(process.platform === "win32")("a signal comes to the command once", () => {
  test.each(["SIGTERM", "SIGINT", "SIGHUP", "SIGUSR1", "SIGQUIT"] as const)(
    "%s, sent to the whole group, and to kist alone",
    async (signal) => {
      const place = await makePlace();
      for (const group of [true, false]) {
        expect(await countIn(place, group, signal)).toContain(`got 1 ${signal}`);
      }
    },
  );

  test("ten times of ten, as timeout and systemd send it", async () => {
    const place = await makePlace();
    for (let round = 0; round < 10; round += 1) {
      expect(await countIn(place, true, "SIGTERM")).toContain("got 1 SIGTERM");
    }
  });

  test("also a second one", async () => {
    const place = await makePlace();
    const script = `let n = 0; process.on("SIGTERM", () => { n += 1; console.log("n" + n); if (n === 2) setTimeout(() => { console.log("end" + n); process.exit(6); }, 300); });
      setTimeout(() => console.log("ready"), 200); setInterval(() => {}, 1000);`;
    const child = spawn(
      process.execPath,
      [BIN, "run", "--quiet", "--", process.execPath, "-e", script],
      {
        cwd: place.folder,
        env: { ...place.environment },
        stdio: ["ignore", "pipe", "inherit"],
        detached: true,
      },
    );
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (data: string) => {
      text += data;
    });
    const exit = once(child, "exit");
    while (!text.includes("ready")) await wait(20);
    const { pid = 0 } = child;
    process.kill(-pid, "SIGTERM");
    while (!text.includes("n1")) await wait(20);
    await wait(300);
    process.kill(-pid, "SIGTERM");
    expect(await exit).toEqual([6, null]);
    expect(text).toContain("end2");
  });

  const hasTimeout = spawnSync("timeout", ["--version"]).status === 0;
  test.skipIf(!hasTimeout)("from timeout", async () => {
    const place = await makePlace();
    const words = [
      "2",
      process.execPath,
      BIN,
      "run",
      "--quiet",
      "--",
      process.execPath,
      "-e",
      COUNTS,
    ];
    const ended = spawnSync("timeout", words, {
      cwd: place.folder,
      env: { ...place.environment },
      encoding: "utf8",
    });
    expect(ended.stdout).toContain("got 1 SIGTERM");
    expect(ended.status).toBe(124);
  });
});

describe.skipIf(process.platform === "win32")(
  "a signal to kist alone, where a terminal controls it",
  () => {
    test.each([
      ["INT", 130],
      ["QUIT", 131],
      ["TERM", 143],
      ["HUP", 129],
    ])("%s ends the command: %i", async (signal, code) => {
      const place = await makePlace();
      const script = `set -m; ulimit -c 0; "$0" "$@" & sleep 1.5; kill -${signal} $!; wait $!; echo "code $?"`;
      const words = [process.execPath, BIN, "run", "--quiet", "--", "sleep", "20"];
      const terminal = inTerminal(place, ["-c", script, ...words], { program: "bash" });
      await terminal.shows(`code ${code}`);
      await terminal.end();
      expect(terminal.screen()).toContain(`code ${code}`);
    });
  },
);

const hasNamespaces = spawnSync("unshare", ["-pf", "true"]).status === 0;

test.skipIf(!hasNamespaces)(
  "as the first process of a namespace, a signal is passed on",
  async () => {
    const place = await makePlace();
    const words = ["-pf", "--kill-child", process.execPath, BIN, "run", "--quiet", "--"];
    const child = spawn("unshare", [...words, process.execPath, "-e", COUNTS], {
      cwd: place.folder,
      env: { ...place.environment },
      stdio: ["ignore", "pipe", "inherit"],
      detached: true,
    });
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (data: string) => {
      text += data;
    });
    const exit = once(child, "exit");
    while (!text.includes("ready")) await wait(20);
    // The child of unshare is the first process inside.
    const first = spawnSync("pgrep", ["-P", String(child.pid)], { encoding: "utf8" }).stdout.trim();
    process.kill(Number(first), "SIGTERM");
    expect(await exit).toEqual([5, null]);
    expect(text).toContain("got 1 SIGTERM");
  },
);

test.skipIf(process.platform === "win32")(
  "nothing of kist is left when the command has ended",
  async () => {
    const place = await makePlace();
    const child = spawn(process.execPath, [BIN, "run", "--quiet", "--", "sh", "-c", "sleep 1"], {
      cwd: place.folder,
      env: { ...place.environment },
      stdio: "ignore",
      detached: true,
    });
    const { pid = 0 } = child;
    await wait(700);
    await once(child, "exit");
    await wait(100);
    expect(() => process.kill(-pid, 0)).toThrow("ESRCH");
  },
);
