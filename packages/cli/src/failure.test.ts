import { KeykistError } from "@keykist/core";
import { describe, expect, test } from "vitest";
import { documentOf, failureOf, framesOf, lineOf } from "./failure.ts";
import { Interrupted } from "./interrupted.ts";
import { UsageError } from "./usage-error.ts";

describe("a failure", () => {
  test("is one line with the next step, and a document for programs", async () => {
    const error = new KeykistError("MANAGER_NOT_FOUND", 'there is no manager "x"', {
      hint: "kist manager list",
    });
    const failure = await failureOf(error, undefined);
    expect(failure.exitCode).toBe(3);
    expect(lineOf(failure)).toBe('kist: there is no manager "x"; kist manager list');
    expect(JSON.parse(documentOf(failure))).toEqual({
      error: {
        code: "MANAGER_NOT_FOUND",
        message: 'there is no manager "x"',
        hint: "kist manager list",
      },
    });
  });

  test.each([
    [new UsageError("NAME is missing"), 2, "USAGE"],
    [new Interrupted(), 130, "INTERRUPTED"],
    [new KeykistError("ABORTED", "…"), 130, "INTERRUPTED"],
    [new TypeError("hunter2"), 1, "UNKNOWN"],
    ["hunter2", 1, "UNKNOWN"],
    [undefined, 1, "UNKNOWN"],
  ])("of %o ends with %i", async (error, exitCode, code) => {
    expect(await failureOf(error, undefined)).toMatchObject({ exitCode, code });
  });

  test("that nobody foresaw is told by its class and system code, never by what it says", async () => {
    const error = Object.assign(new RangeError("the value hunter2\n    at hunter2 (x.js:1:2)"), {
      code: "EMFILE",
    });
    const failure = await failureOf(error, undefined);
    expect(failure.message).toContain("RangeError EMFILE");
    expect(lineOf(failure) + documentOf(failure) + framesOf(error)).not.toContain("hunter2");
    expect(framesOf(error)).toMatch(/^ {4}at .*failure\.test\.ts:\d+:\d+\)?\n/);
  });
});
