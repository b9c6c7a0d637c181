import { describe, expect, test } from "vitest";
import { documentOf, kist, makeStore, storeContents, succeed } from "../kist.ts";
import { makePlace } from "../place.ts";
import { scriptedFlavor } from "../scripted-flavor.ts";
import { CTRL_C, ENTER, inTerminal } from "../terminal.ts";

describe("kist cleanup", () => {
  test("deletes all with --yes and an explicit --manager", async () => {
    const place = await makePlace();
    await makeStore(place, { a: {}, "team/b": {} });
    const words = ["cleanup", "--yes", "--manager", "default"];
    expect(await succeed(place, words)).toBe("Deleted 2 secrets in default.\n");
    expect(await storeContents(place)).toEqual({});
    expect(await succeed(place, words)).toBe("There is nothing to delete in default.\n");
    expect(await documentOf(place, words)).toEqual({ manager: "default", deleted: 0, failed: [] });
  });

  test("wants the manager's name typed at a terminal; any other word and ctrl-C delete nothing", async () => {
    const place = await makePlace();
    await makeStore(place, { a: {}, b: {} });
    for (const keys of [`yes${ENTER}`, `default${CTRL_C}`, `default${ENTER}`]) {
      const terminal = inTerminal(place, ["cleanup"]);
      await terminal.shows(
        "This deletes 2 secrets: all that default holds. Type its name to go on",
      );
      terminal.type(keys);
      const agreed = keys === `default${ENTER}`;
      expect(await terminal.end()).toBe(agreed ? 0 : 130);
      expect(Object.keys(await storeContents(place))).toEqual(agreed ? [] : ["a", "b"]);
      expect(terminal.screen()).toContain(
        agreed
          ? "Deleted 2 secrets in default."
          : keys.endsWith(ENTER)
            ? "that is not its name; nothing was deleted"
            : "kist: interrupted",
      );
    }
  });

  test("says at a terminal that it is at it, and nothing with --quiet", async () => {
    const place = await makePlace();
    await makeStore(place, { a: {}, b: {} });
    const config = await scriptedFlavor(
      place,
      `async doRemove(path, ...rest) {
         await new Promise((resolve) => setTimeout(resolve, 1500));
         return path.name === "b" ? { kind: "absent" } : super.doRemove(path, ...rest);
       }`,
    );
    const words = ["cleanup", "--yes", "--manager", "scripted", ...config];
    const terminal = inTerminal(place, words);
    await terminal.shows("Deleting 2 secrets");
    await terminal.shows("Deleted 1 secret in scripted.");
    expect(await terminal.end()).toBe(0);
    const quiet = inTerminal(place, [...words, "--quiet"]);
    expect(await quiet.end()).toBe(0);
    expect(quiet.screen()).toBe("");
  });

  test("goes on past what cannot be deleted, and reports it", async () => {
    const place = await makePlace();
    await makeStore(place, { a: {}, b: {}, c: {} });
    const config = await scriptedFlavor(
      place,
      `async doRemove(path, ...rest) {
         if (path.name === "b") throw Object.assign(new Error("hunter2"), { code: "EACCES" });
         return super.doRemove(path, ...rest);
       }`,
    );
    const ended = await kist(place, ["cleanup", "--yes", "--manager", "scripted", ...config]);
    expect(ended.stdout).toBe("Deleted 2 secrets in scripted.\n");
    expect(ended.stderr).toMatch(/^kist: cannot delete "b": [^\n]+\n$/);
    expect(ended.exitCode).toBe(7);
    expect(Object.keys(await storeContents(place))).toEqual(["b"]);
  });
});
