import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import {
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  ExtractorMessageCategory,
} from "@microsoft/api-extractor";

import { root } from "../../scripts/lib/workspace.mjs";

/** What a comparison found. */
export interface ApiReport {
  /** Whether the report that is checked in says something else. */
  readonly changed: boolean;
  /** What the compiler could not read. */
  readonly errors: readonly string[];
}

const SILENT = { default: { logLevel: ExtractorLogLevel.None } };

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

/** Compares what a module exports, by its built declarations, with the report of it that is checked in. */
export function reportApi({
  directory,
  declarations,
  name,
  write,
}: {
  /** Of the package. */
  readonly directory: string;
  /** The built `.d.ts`, absolute. */
  readonly declarations: string;
  /** Of the report: `etc/<name>.api.md` in the package. */
  readonly name: string;
  /** Whether a report that differs is written anew. */
  readonly write: boolean;
}): ApiReport {
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
          compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
          extractorMessageReporting: SILENT,
          tsdocMessageReporting: SILENT,
        },
      },
    });
    const errors: string[] = [];
    const { apiReportChanged: changed } = Extractor.invoke(config, {
      localBuild: write,
      messageCallback: (message) => {
        if (message.category === ExtractorMessageCategory.Compiler) errors.push(message.text);
        message.handled = true;
      },
    });
    return { changed, errors };
  } finally {
    rmSync(reportTempFolder, { recursive: true, force: true });
  }
}
