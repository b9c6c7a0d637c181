import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { failureIn, refusal } from "./failure-line.ts";
import { BIN, kist, makeStore, start, storeContents, storeFile } from "./kist.ts";
import { makePlace, type Place } from "./place.ts";
import { scriptedFlavor } from "./scripted-flavor.ts";
import { CTRL_C, inTerminal } from "./terminal.ts";

/** Another process's lock on the default store, until the test has ended. */
function lock(place: Place): void {
  const database = new DatabaseSync(storeFile(place));
  database.exec("BEGIN EXCLUSIVE");
  onTestFinished(() => {
    database.close();
  });
}

/** Waits until a file is there, which a scripted flavor writes when it has come to the point. */
async function arrives(place: Place, file: string): Promise<void> {
  while (!existsSync(`${place.folder}/${file}`)) await wait(20);
}

/**
 * Waits until a process listens to signals, and has had the time to get to work. Node itself listens to the others from
 * its start, but not to SIGHUP.
 */
async function works(pid: number | undefined): Promise<void> {
  const SIGHUP_BIT = 1n;
  for (;;) {
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    const caught = /^SigCgt:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? "0";
    if ((BigInt(`0x${caught}`) & SIGHUP_BIT) !== 0n) break;
    await wait(20);
  }
  await wait(300);
}

const onLinux = existsSync("/proc/self/status");

describe.skipIf(!onLinux)("ctrl-C while kist waits for a store that somebody else holds", () => {
  test.each([
    ["get", ["get", "a"]],
    ["list", ["list"]],
    ["update", ["update", "a", "k=v"]],
    ["delete", ["delete", "a", "b", "--yes"]],
    ["cleanup", ["cleanup", "--yes", "--manager", "default"]],
    ["rename", ["rename", "a", "c"]],
    ["export", ["export", "--format", "json"]],
    ["import", ["import", ".env", "--as", "web"]],
  ])("ends %s at once, with 130", async (_command, words) => {
    const place = await makePlace();
    await makeStore(place, { a: { k: "old" }, b: {} });
    await place.write(".env", "A=1\n");
    lock(place);
    const running = start(place, words, { input: "" });
    await works(running.child.pid);
    running.child.kill("SIGINT");
    expect(failureIn(await running.ended)).toEqual(refusal(130, /^kist: interrupted/));
  });
});

describe("ctrl-C", () => {
  test.skipIf(!onLinux)("ends the wait for stdin", async () => {
    const place = await makePlace();
    await makeStore(place);
    const running = start(place, ["register", "a", "k=-"]);
    await works(running.child.pid);
    running.child.kill("SIGINT");
    expect(failureIn(await running.ended)).toEqual(refusal(130, /^kist: interrupted$/m));
    expect(await storeContents(place)).toEqual({});
  });

  test("between the two writes of a rename leaves both, and says how to go on", async () => {
    const place = await makePlace();
    await makeStore(place, { a: { k: "v" } });
    const config = await scriptedFlavor(
      place,
      `async doRemove(path, revision, call) {
         writeFileSync("removing", "");
         await new Promise((resolve) => call.signal.addEventListener("abort", resolve));
         return super.doRemove(path, revision, call);
       }`,
    );
    const running = start(place, ["rename", "a", "b", ...config], { input: "" });
    await arrives(place, "removing");
    running.child.kill("SIGINT");
    expect(failureIn(await running.ended)).toEqual(
      refusal(
        130,
        /^kist: interrupted; "b" holds a copy, and "a" is still there; run it again: kist rename a b$/m,
      ),
    );
    expect(await storeContents(place)).toEqual({ a: { k: "v" }, b: { k: "v" } });
  });

  test("ends an import between two secrets, and says how far it was", async () => {
    const place = await makePlace();
    await makeStore(place);
    const names = ["a", "b", "c"];
    const secrets = names.map((name) => ({ name, type: "arbitrary", content: {} }));
    await place.write("x.json", JSON.stringify(secrets));
    const config = await scriptedFlavor(
      place,
      `async doCreate(path, record, call) {
         if (path.name !== "b") return super.doCreate(path, record, call);
         writeFileSync("creating", "");
         await new Promise((resolve) => call.signal.addEventListener("abort", resolve));
       }`,
    );
    const running = start(place, ["import", "x.json", ...config], { input: "" });
    await arrives(place, "creating");
    running.child.kill("SIGINT");
    const ended = await running.ended;
    expect(ended.stderr).toBe("kist: interrupted after 1 of 3\n");
    expect(ended.stdout).toContain("Registered a");
    expect(ended.exitCode).toBe(130);
    expect(await storeContents(place)).toEqual({ a: {} });
  });

  test("ends a cleanup that is under way, and says how to see what is left", async () => {
    const place = await makePlace();
    await makeStore(place, { a: {}, b: {} });
    const config = await scriptedFlavor(
      place,
      `async doRemove(path, revision, call) {
         if (path.name === "a") return super.doRemove(path, revision, call);
         writeFileSync("removing", "");
         await new Promise((resolve) => call.signal.addEventListener("abort", resolve));
       }`,
    );
    const words = ["cleanup", "--yes", "--manager", "scripted", ...config];
    const running = start(place, words, { input: "" });
    await arrives(place, "removing");
    running.child.kill("SIGINT");
    expect(failureIn(await running.ended)).toEqual(
      refusal(130, /^kist: interrupted; see what was done of it: kist list$/m),
    );
    expect(await storeContents(place)).toEqual({ b: {} });
  });

  test.skipIf(!onLinux)("is noticed at a terminal too", async () => {
    const place = await makePlace();
    await makeStore(place, { a: {} });
    lock(place);
    const terminal = inTerminal(place, ["list"]);
    await works(terminal.pid);
    terminal.type(CTRL_C);
    expect(await terminal.end()).toBe(130);
    expect(terminal.screen()).toContain("kist: interrupted\r\n");
  });

  test.each([
    ["list", ["list"]],
    ["get", ["get", "a"]],
    ["delete", ["delete", "a", "b", "--yes"]],
    ["update", ["update", "a", "k=v"]],
  ])("at the question for the passphrase ends %s", async (_command, words) => {
    const place = await makePlace();
    const environment = { KEYKIST_PASSPHRASE: "tulip" };
    await kist(place, ["register", "a", "k=-"], { input: "old", environment });
    const terminal = inTerminal(place, words);
    await terminal.shows("Passphrase of the store");
    terminal.type(`tul${CTRL_C}`);
    expect(await terminal.end()).toBe(130);
    expect(terminal.screen()).toMatch(/kist: interrupted( after 0 of 2)?\r\n$/);
    expect(terminal.screen()).not.toContain("tul");
    expect((await kist(place, ["get", "a", "k"], { environment })).stdout).toBe("old");
  });

  test("at the question for a key writes nothing", async () => {
    const place = await makePlace();
    await makeStore(place, {});
    const terminal = inTerminal(place, ["register", "a", "-i", "k=v"]);
    await terminal.shows("Next key");
    terminal.type(`tok${CTRL_C}`);
    expect(await terminal.end()).toBe(130);
    expect(await storeContents(place)).toEqual({});
  });

  test("and a polite request to end close a question", async () => {
    const place = await makePlace();
    await makeStore(place, { a: {} });
    const terminal = inTerminal(place, ["delete", "a"]);
    await terminal.shows("Delete a in default?");
    terminal.kill("SIGTERM");
    expect(await terminal.end()).toBe(130);
    expect(await storeContents(place)).toEqual({ a: {} });
  });
});

describe("a store that somebody else holds", () => {
  test.each([
    ["get", ["get", "a"]],
    ["update", ["update", "a", "k=v"]],
    ["list", ["list"]],
    ["cleanup", ["cleanup", "--yes", "--manager", "scripted"]],
  ])("ends %s when the time is up, with 8", async (_command, words) => {
    const place = await makePlace();
    await makeStore(place, { a: { k: "old" } });
    const config = await scriptedFlavor(place, "", { timeoutMs: 300 });
    lock(place);
    expect(failureIn(await kist(place, [...words, ...config]))).toEqual(
      refusal(8, /^kist: cannot .*: .*; try again/),
    );
  });
});

describe("a result that cannot be written", () => {
  test.skipIf(!existsSync("/dev/full"))("on a full disk is said in one line, with 1", async () => {
    const place = await makePlace();
    await makeStore(place, { a: { k: "v" } });
    for (const words of [
      ["list"],
      ["get", "a"],
      ["get", "a", "k"],
      ["export", "--format", "json"],
    ]) {
      const full = await open("/dev/full", "w");
      const { status, stderr } = spawnSync(process.execPath, [BIN, ...words], {
        env: place.environment,
        stdio: ["ignore", full.fd, "pipe"],
        encoding: "utf8",
      });
      await full.close();
      expect(stderr).toBe("kist: cannot write the result: there is no room left on the disk\n");
      expect(status).toBe(1);
    }
  });
});
