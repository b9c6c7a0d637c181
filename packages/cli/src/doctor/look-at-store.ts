import { existsSync } from "node:fs";
import { keySource, type KeySourceReport, storeFile, verifyStore } from "@keykist/local";
import type { OpenedConfiguration } from "../configuration/open-configuration.ts";
import type { ChosenManager } from "../managers/choose-manager.ts";
import { configInForce } from "../managers/entry-paths.ts";
import { storeConfig } from "../managers/local-store.ts";
import type { Session } from "../session.ts";
import { modeFindings } from "./file-modes.ts";
import { type Finding, problemOf } from "./finding.ts";

/** How the store of a local manager is: who may read it, what opens it, whether all in it is whole. */
export async function lookAtStore(
  { host, output, signal }: Session,
  { entry }: ChosenManager,
  { found }: OpenedConfiguration,
): Promise<Finding[]> {
  if (entry.flavor !== "local") return [];
  const { environment } = host;
  const config = storeConfig(configInForce(entry, found?.file));
  const file = storeFile(config.file, environment);
  const hidden = await modeFindings(file, { about: "store", forbidden: 0, remedy: "600" });
  const isMade = existsSync(file);
  // If a folder above may not be entered, nobody can tell whether the store exists.
  if (!isMade && hidden.some(({ status }) => status === "problem")) return hidden;
  const findings: Finding[] = [];
  if (isMade) {
    findings.push({ status: "ok", about: "store", says: file });
    findings.push(...(await modesOf(file, config.keyFile ?? `${file}.key`)));
  }
  try {
    const source = await keySource(config, { environment, signal });
    if (!isMade) return [{ status: "ok", about: "store", says: `${file} (not made yet)` }];
    findings.push(...keyFindings(source));
    if (source.opens === true) {
      const report = await output.during("Reading everything in the store", () =>
        verifyStore(config, { environment, signal }),
      );
      findings.push(contentFinding(report));
    }
  } catch (error) {
    findings.push(problemOf("store", error));
  }
  return findings;
}

/** Checks who else may read the files. Opening the store refuses files and folders that others can write to. */
async function modesOf(file: string, keyFile: string): Promise<Finding[]> {
  const own = { forbidden: 0o077, remedy: "600", rootMayOwn: true };
  return [
    ...(await modeFindings(file, { about: "store", ...own })),
    ...(await modeFindings(keyFile, { about: "key", ...own })),
  ];
}

function keyFindings({ from, kind, expected, opens }: KeySourceReport): Finding[] {
  if (opens === undefined) {
    return [
      { status: "note", about: "key", says: `${from}; not tried, since it would be asked for` },
    ];
  }
  if (opens) return [{ status: "ok", about: "key", says: `${from} opens the store` }];
  if (kind === "key-file" && expected === kind && !existsSync(from)) {
    return [
      {
        status: "problem",
        about: "key",
        says: `the key file ${from} is missing`,
        next: "put it back from a copy, or set KEYKIST_KEY to the output of kist key export on a machine that has the file",
        code: "UNAUTHENTICATED",
      },
    ];
  }
  return [
    {
      status: "problem",
      about: "key",
      says: `${from} does not open the store, which was made with a ${expected ?? "key"}`,
      next: "give the key that it was made with; see kist key source",
      code: "UNAUTHENTICATED",
    },
  ];
}

function contentFinding({
  sound,
  states,
  damagedStates,
  digest,
  structure,
}: Awaited<ReturnType<typeof verifyStore>>): Finding {
  const says = `${states.current} secrets and ${states.earlier} earlier states`;
  if (sound) return { status: "ok", about: "content", says: `${says}, all whole` };
  const wrong = [
    damagedStates > 0 ? `${damagedStates} are damaged` : "",
    digest === "matches" ? "" : `the digest of all ${digest}`,
    structure.length > 0 ? `SQLite complains ${structure.length} times` : "",
  ].filter((part) => part !== "");
  return {
    status: "problem",
    about: "content",
    says: `${says}; ${wrong.join(", ")}`,
    next: "keep the file as it is, and restore from a copy",
    code: "CORRUPT",
  };
}
