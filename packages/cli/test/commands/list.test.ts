import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { BIN, documentOf, kist, makeStore, storeFile, succeed } from "../kist.ts";
import { makePlace } from "../place.ts";
import { inTerminal } from "../terminal.ts";

/** Several pages of a listing, and more than fits into a pipe. */
const COUNT = 3000;
const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`;

describe("kist list", () => {
  test("writes name, type, revision and time with tabs into a pipe", async () => {
    const place = await makePlace();
    await makeStore(place, { "team/b": { k: "hunter2" }, a: { k: "hunter2" } });
    const lines = (await succeed(place, ["list"])).split("\n");
    expect(lines[0]).toMatch(new RegExp(String.raw`^a\tarbitrary\t[\w-]+\t${TIME}$`));
    expect(lines[1]).toMatch(new RegExp(String.raw`^team/b\tarbitrary\t[\w-]+\t${TIME}$`));
    expect(lines.slice(2)).toEqual([""]);
  });

  test("shows a table on a terminal", async () => {
    const place = await makePlace();
    await makeStore(place, { a: {}, "team/b": {} });
    const terminal = inTerminal(place, ["list"]);
    expect(await terminal.end()).toBe(0);
    expect(terminal.screen()).toMatch(
      new RegExp(`^a       arbitrary  ${TIME}\r\nteam/b  arbitrary  ${TIME}\r\n$`),
    );
  });

  test("lists what begins with a prefix", async () => {
    const place = await makePlace();
    await makeStore(place, { a: {}, "team/b": {}, "team/c": {}, teams: {} });
    const documents = await documentOf(place, ["list", "--prefix", "team/"]);
    const time: unknown = expect.stringMatching(/^\d{4}-.*Z$/);
    const revision: unknown = expect.any(String);
    expect(documents).toEqual(
      ["team/b", "team/c"].map((name) => ({ name, type: "arbitrary", revision, updatedAt: time })),
    );
  });

  test("is empty where there is no store, also on a build server, and makes none", async () => {
    const place = await makePlace();
    expect(await succeed(place, ["list"], { environment: { CI: "true" } })).toBe("");
    expect(existsSync(storeFile(place))).toBe(false);
  });

  test("says on a terminal how to keep the first one, and nothing to a script", async () => {
    const place = await makePlace();
    await makeStore(place);
    const terminal = inTerminal(place, ["list"]);
    expect(await terminal.end()).toBe(0);
    expect(terminal.screen()).toBe(
      "No secrets in default yet. Keep the first: kist register NAME KEY\r\n",
    );
    expect(await succeed(place, ["list"])).toBe("");
    expect(await documentOf(place, ["list"])).toEqual([]);
    const quiet = inTerminal(place, ["list", "--quiet"]);
    expect(await quiet.end()).toBe(0);
    expect(quiet.screen()).toBe("");
    const prefixed = inTerminal(place, ["list", "--prefix", "team/"]);
    expect(await prefixed.end()).toBe(0);
    expect(prefixed.screen()).toBe('No secrets in default whose names begin with "team/".\r\n');
  });

  describe("with several pages", () => {
    const names = Array.from({ length: COUNT }, (_, index) => `s${String(index).padStart(5, "0")}`);
    const file = JSON.stringify(
      names.map((name) => ({ name, type: "arbitrary", content: { k: "v" } })),
    );

    test("lists, exports and imports them all, and says so when its reader goes away", async () => {
      const place = await makePlace();
      await makeStore(place);
      await place.write("all.json", file);
      expect(await succeed(place, ["import", "all.json"])).toContain(
        `Registered ${COUNT} secrets, updated 0; 0 were as in`,
      );

      const listed = await succeed(place, ["list"]);
      expect(listed.split("\n").map((line) => line.split("\t")[0])).toEqual([...names, ""]);
      const documents = await documentOf(place, ["list"]);
      expect(documents).toHaveLength(COUNT);
      expect(await documentOf(place, ["export"])).toEqual(JSON.parse(file));

      const again = await succeed(place, ["import", "all.json"]);
      expect(again).toContain(`Registered 0 secrets, updated 0; ${COUNT} were as in the file`);

      const mistyped = await kist(place, ["get", "s0299"]);
      expect(mistyped.stderr).toMatch(/did you mean s0\d+, s0\d+ or s\d+\?\n$/);

      const child = spawn(process.execPath, [BIN, "list"], {
        env: place.environment,
        stdio: ["ignore", "pipe", "pipe"],
      });
      child.stdout.once("data", () => child.stdout.destroy());
      const [stderr] = await Promise.all([text(child.stderr), once(child, "exit")]);
      expect(stderr).toBe("");
      expect(child.exitCode).toBe(141);
    }, 180_000);
  });
});
