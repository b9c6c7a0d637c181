import { describe, expect, test } from "vitest";
import { documentOf, kist, makeStore, storeContents, succeed } from "../kist.ts";
import { makePlace } from "../place.ts";
import { CTRL_C, inTerminal } from "../terminal.ts";

describe("kist delete", () => {
  test("deletes with --yes, each name once", async () => {
    const place = await makePlace();
    await makeStore(place, { a: {}, b: {}, c: {} });
    expect(await succeed(place, ["delete", "a", "b", "a", "--yes"])).toBe(
      "Deleted a.\nDeleted b.\n",
    );
    expect(await documentOf(place, ["delete", "c", "--yes"])).toEqual({ deleted: ["c"] });
    expect(await storeContents(place)).toEqual({});
  });

  test("asks at a terminal; no and ctrl-C delete nothing", async () => {
    const place = await makePlace();
    await makeStore(place, { a: {}, b: {} });
    const answers = ["n", CTRL_C, "y"];
    for (const answer of answers) {
      const terminal = inTerminal(place, ["delete", "a"]);
      await terminal.shows("Delete a in default? It cannot be brought back.");
      terminal.type(answer);
      expect(await terminal.end()).toBe(answer === "y" ? 0 : 130);
      expect(Object.keys(await storeContents(place))).toEqual(answer === "y" ? ["b"] : ["a", "b"]);
      if (answer === "n") expect(terminal.screen()).toContain("kist: nothing was deleted");
    }
  });

  test("goes on past failures, reports each, and ends with the code of the first", async () => {
    const place = await makePlace();
    await makeStore(place, { alpha: {}, beta: {} });
    const words = ["delete", "alpah", "alpha", "/", "beta", "--yes"];
    const ended = await kist(place, words);
    expect(ended.stdout).toBe("Deleted alpha.\nDeleted beta.\n");
    expect(ended.stderr.split("\n")).toEqual([
      'kist: cannot delete "alpah": there is no such secret; see which there are: kist list',
      expect.stringContaining("kist: the name of the secret is not valid") as unknown,
      "",
    ]);
    expect(ended.exitCode).toBe(3);
  });

  test("with --json, a failure among others is one document, of the first", async () => {
    const place = await makePlace();
    await makeStore(place, { a: {} });
    const ended = await kist(place, ["delete", "x", "a", "/", "--yes", "--json"]);
    expect(JSON.parse(ended.stdout)).toEqual({ deleted: ["a"] });
    expect(JSON.parse(ended.stderr)).toMatchObject({ error: { code: "SECRET_NOT_FOUND" } });
    expect(ended.exitCode).toBe(3);
  });
});
