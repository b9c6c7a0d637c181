import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { packageAbove, type PackageAbove } from "../flavors/package-above.ts";
import type { ReadReport } from "./report-schema.ts";

/** What a package that brings a flavor says of how the conformance suite has judged it. */
export type PackageReport =
  | {
      readonly status: "none";
      /** Where one would be; `undefined` for a module that is in no package. */
      readonly file: string | undefined;
    }
  | { readonly status: "damaged"; readonly file: string; readonly problem: string }
  | {
      readonly status: "reported";
      readonly file: string;
      readonly report: ReadReport;
      /** The package that it lies in. */
      readonly package: PackageAbove;
    };

/** The file in the folder of a package: what `kist conformance HARNESS --json` has printed. */
export const REPORT_FILE = "conformance.json";

/** A report of every case, in four runs, has a quarter of it. */
const LARGEST = 4 * 1024 * 1024;

/**
 * The report that the package of a module brings. It is a stranger's file: read as far as it may be long, and never the
 * reason for a failure.
 */
export async function packageReport(module: string): Promise<PackageReport> {
  const found = packageAbove(module);
  if (found === undefined) return { status: "none", file: undefined };
  const file = path.join(found.folder, REPORT_FILE);
  const read = await contentOf(file);
  if (read === undefined) return { status: "none", file };
  if ("problem" in read) return { status: "damaged", file, problem: read.problem };
  // Most flavors have no report, for which zod would be loaded.
  const { readReport } = await import("./report-schema.ts");
  const report = readReport(read.value);
  return "problem" in report
    ? { status: "damaged", file, problem: report.problem }
    : { status: "reported", file, report, package: found };
}

/** The JSON in a file, or what is wrong with it; `undefined` where there is no file. */
async function contentOf(
  file: string,
): Promise<{ readonly value: unknown } | { readonly problem: string } | undefined> {
  let content: Buffer;
  try {
    // A pipe would never end.
    if (!(await stat(file)).isFile()) return { problem: "it is no plain file" };
    content = await buffer(createReadStream(file, { end: LARGEST }));
  } catch (error) {
    const isAbsent = Reflect.get(Object(error), "code") === "ENOENT";
    return isAbsent ? undefined : { problem: "it cannot be read" };
  }
  if (content.length > LARGEST) return { problem: "it is too large" };
  try {
    const value: unknown = JSON.parse(content.toString("utf8").replace(/^\uFEFF/, ""));
    return { value };
  } catch {
    // What JSON.parse says quotes the file.
    return { problem: "it is no JSON" };
  }
}
