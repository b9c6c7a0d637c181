import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { Extractor, ExtractorConfig } from "@microsoft/api-extractor";

import { root } from "./workspace.mjs";

/**
 * @typedef {object} ApiReport
 * @property {boolean} changed whether the checked-in report said something else
 * @property {readonly string[]} errors why there could be no report
 */

const SILENT = { default: { logLevel: /** @type {const} */ ("none") } };

const COMPILER_OPTIONS = {
  target: "es2024",
  lib: ["es2024", "esnext.disposable"],
  module: "nodenext",
  types: ["node"],
  typeRoots: [path.join(root, "node_modules", "@types")],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  // In the workspace, a flavor finds core as it is written.
  allowImportingTsExtensions: true,
};

/**
 * Compares what a module exports, by its built declarations, with the report of it that is checked in.
 *
 * @param {object} what
 * @param {string} what.directory of the package
 * @param {string} what.declarations the built `.d.ts`, absolute
 * @param {string} what.name of the report: `etc/<name>.api.md` in the package
 * @param {boolean} what.write whether a report that differs is written anew
 * @returns {ApiReport}
 */
export function reportApi({ directory, declarations, name, write }) {
  const reportFolder = path.join(directory, "etc");
  if (write) mkdirSync(reportFolder, { recursive: true });
  const reportTempFolder = mkdtempSync(path.join(tmpdir(), "keykist-api-"));
  try {
    const config = ExtractorConfig.prepare({
      configObjectFullPath: undefined,
      packageJsonFullPath: path.join(directory, "package.json"),
      configObject: {
        projectFolder: directory,
        mainEntryPointFilePath: declarations,
        newlineKind: "lf",
        compiler: {
          overrideTsconfig: { compilerOptions: COMPILER_OPTIONS, files: [declarations] },
        },
        apiReport: {
          enabled: true,
          reportFolder,
          reportTempFolder,
          reportFileName: name,
          // What the exports are made of, such as the hooks of a flavor, is part of the contract.
          includeForgottenExports: true,
        },
        docModel: { enabled: false },
        dtsRollup: { enabled: false },
        tsdocMetadata: { enabled: false },
        messages: {
          compilerMessageReporting: { default: { logLevel: "error" } },
          extractorMessageReporting: SILENT,
          tsdocMessageReporting: SILENT,
        },
      },
    });
    /** @type {string[]} */
    const errors = [];
    const { apiReportChanged: changed } = Extractor.invoke(config, {
      localBuild: write,
      messageCallback: (message) => {
        if (message.category === "Compiler") errors.push(message.text);
        message.handled = true;
      },
    });
    return { changed, errors };
  } finally {
    rmSync(reportTempFolder, { recursive: true, force: true });
  }
}
