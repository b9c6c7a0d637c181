import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { BIN } from "../kist.ts";
import { makePlace } from "../place.ts";

const KEY = Buffer.alloc(32, 9).toString("base64");

test.skipIf(process.platform === "win32")(
  "a report of Node on kist holds no variables, and so no key",
  async () => {
    const place = await makePlace();
    const environment = {
      ...place.environment,
      KEYKIST_KEY: KEY,
      NODE_OPTIONS: `--report-on-signal --report-signal=SIGUSR2 --report-directory=${place.home}`,
    };
    // It waits for its input, and is asked for a report meanwhile.
    const child = spawn(process.execPath, [BIN, "register", "db", "k=-"], {
      cwd: place.folder,
      env: environment,
      stdio: ["pipe", "ignore", "ignore"],
    });
    const exit = once(child, "exit");
    // More than a pipe holds: when all of it is written, kist is reading.
    await new Promise((resolve) => {
      child.stdin.write("tulip".repeat(50_000), resolve);
    });
    child.kill("SIGUSR2");
    let reports: string[] = [];
    while (reports.length === 0 && child.exitCode === null) {
      await wait(20);
      reports = readdirSync(place.home).filter((file) => /^report\..*\.json$/.test(file));
    }
    child.stdin.end();
    expect(await exit).toEqual([0, null]);
    expect(reports).not.toEqual([]);
    const [report = ""] = reports.map((file) => readFileSync(path.join(place.home, file), "utf8"));
    expect(report).toContain("javascriptStack");
    expect(report).not.toContain(KEY);
    expect(report).not.toContain("environmentVariables");
  },
);
