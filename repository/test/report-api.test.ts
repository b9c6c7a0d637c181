import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { reportApi } from "../api/report-api.ts";

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "keykist-report-api-"));
  writeFileSync(path.join(directory, "package.json"), '{ "name": "tulips", "type": "module" }');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Compares a package that exports this with the report that it has. */
function report(exported: string, how: { readonly write: boolean }) {
  const declarations = path.join(directory, "index.d.ts");
  writeFileSync(declarations, `${exported}\n`);
  return reportApi({ directory, declarations, name: "tulips", ...how });
}

test("a report that is not there yet has changed", () => {
  expect(report("export declare const red: string;", { write: false }).changed).toBe(true);
});

test("exports that are as in the report pass, in whichever order and with whichever comment", () => {
  report("export declare const red: string;\nexport declare const blue: 1;", { write: true });
  const again = "/** Blue. */\nexport declare const blue: 1;\nexport declare const red: string;";
  expect(report(again, { write: true }).errors).toEqual([]);
});

test.each([
  ["one more export", "export declare const red: string;\nexport declare const blue: 1;"],
  ["another type", "export declare const red: number;"],
  ["another name", "export declare const pink: string;"],
])("%s without a changed report fails, and leaves the report alone", (_, exported) => {
  report("export declare const red: string;", { write: true });
  const file = path.join(directory, "etc", "tulips.api.md");
  const before = readFileSync(file, "utf8");
  expect(report("export declare const red: string;", { write: false })).toEqual({
    changed: false,
    errors: [],
  });
  expect(report(exported, { write: false }).changed).toBe(true);
  expect(readFileSync(file, "utf8")).toBe(before);
});

test("a change of what an export is made of fails, too", () => {
  report("interface Leaf { readonly size: 1 }\nexport declare const red: Leaf;\nexport {};", {
    write: true,
  });
  const grown = "interface Leaf { readonly size: 2 }\nexport declare const red: Leaf;\nexport {};";
  expect(report(grown, { write: false }).changed).toBe(true);
});

test("a type that is not there is an error", () => {
  expect(() => report("export declare const red: NotThere;", { write: true })).toThrow("NotThere");
});
