import { describe, expect, test } from "vitest";
import { failureIn, refusal } from "./failure-line.ts";
import { keptFlavor } from "./kept-flavor.ts";
import { kist, succeed } from "./kist.ts";
import { makePlace } from "./place.ts";

const refused = `
  #refused(value) {
    return Object.assign(new Error("the shelf says: no\\u001b]0;\\u0007" + value), {
      name: "ShelfError", code: "ESHELF", $metadata: { httpStatusCode: 403, requestId: "req-1" },
    });
  }
  classify(error) {
    return error.code === "ESHELF"
      ? { code: "PERMISSION_DENIED", retry: "never", outcome: error.outcome, hint: "ask; the cause has Acme's words" }
      : super.classify(error);
  }`;
const denied = `${refused}
  doReplace() { throw this.#refused(""); }
  doCreate(path, record) { throw this.#refused(record.entries.get("k")); }
  doRead(path, call) {
    if (path.name === "odd") throw new Error("what is this");
    return super.doRead(path, call);
  }`;

describe("the cause of a failure", () => {
  test("is shown with --verbose, escaped; the hint says so", async () => {
    const place = await makePlace();
    const { words, plant } = await keptFlavor(place, denied);
    plant("db", { k: "v" }, { type: "arbitrary" });
    const update = ["update", "db", "--values", '{"k":"tulip"}', ...words];
    expect(failureIn(await kist(place, update))).toEqual(
      refusal(
        7,
        /^kist: cannot modify "db": permission denied; ask; --verbose shows Acme's words$/,
      ),
    );
    const { exitCode, stderr } = await kist(place, ["--verbose", ...update]);
    expect(exitCode).toBe(7);
    expect(stderr.split("\n").slice(1)).toEqual([
      String.raw`  cause: ShelfError: "the shelf says: no\u001b]0;\u0007" (code ESHELF, status 403, request req-1)`,
      "",
    ]);
  });

  test("is in the document of --json, with the outcome of a write", async () => {
    const place = await makePlace();
    const { words, plant } = await keptFlavor(place, denied);
    plant("db", { k: "v" }, { type: "arbitrary" });
    const { stderr } = await kist(place, [
      "update",
      "db",
      "--values",
      '{"k":"tulip"}',
      "--json",
      ...words,
    ]);
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: "PERMISSION_DENIED",
        message: 'cannot modify "db": permission denied',
        hint: "ask; --verbose shows Acme's words",
        outcome: "not_applied",
        cause: {
          name: "ShelfError",
          message: "the shelf says: no\u001b]0;\u0007",
          code: "ESHELF",
          status: "403",
          requestId: "req-1",
        },
      },
    });
  });

  test("is withheld where it holds a value, and where nobody knows it, but for KEYKIST_DEBUG", async () => {
    const place = await makePlace();
    const { words } = await keptFlavor(place, denied);
    const register = [
      "register",
      "new",
      "--values",
      '{"k":"hunter2hunter2"}',
      "--verbose",
      ...words,
    ];
    for (const environment of [{}, { KEYKIST_DEBUG: "1" }]) {
      const { stderr } = await kist(place, register, { environment });
      expect(stderr).toContain("cause: ShelfError");
      expect(stderr).not.toContain("hunter2");
    }
    const get = ["get", "odd", ...words];
    const quiet = await kist(place, [...get, "--verbose"]);
    expect(quiet.stderr).toMatch(/; see its cause with --verbose, and report it/);
    expect(quiet.stderr).not.toContain("what is this");
    const loud = await kist(place, get, { environment: { KEYKIST_DEBUG: "1" } });
    expect(loud.stderr).toMatch(/\n {2}cause: Error: "what is this"\n {4}at /);
  });
});

describe("a deletion that took effect and could not keep all it promised", () => {
  const hooks = `${refused}
    async doRemove(path, expected, call) {
      await super.doRemove(path, expected, call);
      throw Object.assign(this.#refused(""), { outcome: "applied" });
    }`;

  test("is said to be done, and ends with the code of what is missing", async () => {
    const place = await makePlace();
    const { words, plant, peek } = await keptFlavor(place, hooks);
    plant("db", { k: "v" }, { type: "arbitrary" });
    const ended = await kist(place, ["delete", "db", "--yes", ...words]);
    expect(ended).toMatchObject({
      exitCode: 7,
      stdout: "Deleted db in kept.\n",
      stderr: 'kist: deleted "db", but permission denied; ask; --verbose shows Acme\'s words\n',
    });
    expect(peek("db")).toBeUndefined();
  });

  test("says so in --json, too", async () => {
    const place = await makePlace();
    const { words, plant } = await keptFlavor(place, hooks);
    plant("db", { k: "v" }, { type: "arbitrary" });
    const line = ["delete", "db", "--yes", "--json", ...words];
    const { exitCode, stdout, stderr } = await kist(place, line);
    expect(exitCode).toBe(7);
    expect(JSON.parse(stdout)).toEqual({ deleted: ["db"] });
    expect(JSON.parse(stderr)).toMatchObject({ error: { outcome: "applied" } });
    expect(await succeed(place, ["list", ...words])).toBe("");
  });

  test("is done where it has ended an earlier one", async () => {
    const place = await makePlace();
    const { words, plant } = await keptFlavor(
      place,
      `async doRemove(path, expected, call) {
         await super.doRemove(path, expected, call);
         throw Object.assign(new Error("ended now"), { ended: true });
       }
       classify(error) {
         return error.ended
           ? { code: "SECRET_NOT_FOUND", retry: "never", outcome: "applied" }
           : super.classify(error);
       }`,
    );
    plant("db", { k: "v" }, { type: "arbitrary" });
    expect(await succeed(place, ["delete", "db", "--yes", ...words])).toBe("Deleted db in kept.\n");
  });
});
