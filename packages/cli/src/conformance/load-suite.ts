import type { chosenCases, idInRun, runConformance } from "@keykist/conformance";
import { KeykistError } from "@keykist/core";
import { importFile, resolveSource } from "../flavors/import-source.ts";
import { installHint } from "../flavors/install-hint.ts";
import { shownPath } from "../terminal/shown-path.ts";

/** What the command needs of the suite, which is a package that only authors of flavors install. */
export interface Suite {
  readonly chosenCases: typeof chosenCases;
  readonly idInRun: typeof idInRun;
  readonly runConformance: typeof runConformance;
}

const PACKAGE = "@keykist/conformance";

/**
 * Loads the suite: the one that the harness's own project has, else one beside kist.
 *
 * @param harness the file of the harness
 * @throws KeykistError `UNSUPPORTED` where it is not installed
 */
export async function loadSuite(harness: string): Promise<Suite> {
  const file = resolveSource(PACKAGE, harness);
  if (file === undefined) {
    throw new KeykistError("UNSUPPORTED", "the conformance suite is not installed", {
      hint: installHint(PACKAGE, harness),
    });
  }
  const exported = await importFile(file);
  if (isSuite(exported)) return exported;
  throw new KeykistError(
    "UNSUPPORTED",
    `${shownPath(file)} is no conformance suite that this kist knows`,
    {
      hint: "install the @keykist/conformance of the same version as @keykist/cli",
    },
  );
}

function isSuite(exported: object): exported is Suite {
  return (
    typeof Reflect.get(exported, "runConformance") === "function" &&
    typeof Reflect.get(exported, "chosenCases") === "function" &&
    typeof Reflect.get(exported, "idInRun") === "function"
  );
}
