import path from "node:path";
import { KeykistError } from "@keykist/core";
import { FLAVOR_NAME } from "../../configuration/configuration.ts";
import { isFirstParty } from "../../flavors/first-party.ts";
import type { Session } from "../../session.ts";
import { flavorTemplate } from "../../template/flavor-template.ts";
import {
  type NewFlavorNames,
  newFlavorNames,
  PACKAGE_PREFIX,
  renameTemplate,
} from "../../template/new-flavor-names.ts";
import { writeNewFolder } from "../../template/write-new-folder.ts";
import { columns } from "../../terminal/columns.ts";
import { shellQuoted } from "../../terminal/shell-quoted.ts";
import { shownPath } from "../../terminal/shown-path.ts";

/** Options of `kist flavor new`. */
export interface NewFlavorOptions {
  readonly name?: string | undefined;
}

/** Under these, the files would declare what they import from core. */
const NAMES_IN_CORE: ReadonlySet<string> = new Set(["base", "secrets-manager"]);

/** `kist flavor new DIR` */
export default async function newFlavor(
  { host, output }: Session,
  { name }: NewFlavorOptions,
  typed: string,
): Promise<void> {
  const folder = path.resolve(host.workingFolder, typed);
  const flavor = name ?? flavorOf(path.basename(folder));
  assertName(flavor, name === undefined ? "give it one: --name NAME" : "");
  const names = newFlavorNames(flavor);
  const files = renameTemplate(await flavorTemplate(), names);
  await writeNewFolder(folder, files);
  const { packageName, className } = names;
  if (output.json) {
    return output.document({
      name: flavor,
      package: packageName,
      class: className,
      folder,
      files: [...files.keys()],
    });
  }
  await output.done(
    `Made the flavor ${flavor} in ${shownPath(folder)}, which keeps secrets in files.`,
  );
  return output.done(leftToDo(typed, names).join("\n"));
}

/** The flavor that a folder is named for, which often has the name of the package. */
function flavorOf(folder: string): string {
  return folder.startsWith(PACKAGE_PREFIX) ? folder.slice(PACKAGE_PREFIX.length) : folder;
}

function assertName(flavor: string, otherwise: string): void {
  if (!FLAVOR_NAME.test(flavor) || !/^[a-z]/.test(flavor)) {
    throw new KeykistError("INVALID_NAME", "the name of the flavor is not valid", {
      hint:
        otherwise || 'use at most 63 lower-case letters, digits and "-", beginning with a letter',
    });
  }
  if (isFirstParty(flavor)) {
    throw new KeykistError("FLAVOR_EXISTS", `${flavor} is the name of keykist's own flavor`, {
      hint: "give it another: --name NAME",
    });
  }
  if (NAMES_IN_CORE.has(flavor)) {
    throw new KeykistError("INVALID_NAME", `a class of keykist is named for ${flavor} already`, {
      hint: "give it another: --name NAME",
    });
  }
}

function leftToDo(typed: string, { flavor }: NewFlavorNames): string[] {
  const commands = [
    [`cd ${shellQuoted(typed)}`, ""],
    ["npm install", ""],
    ["npm test", "the conformance suite, which passes as it is"],
    ["kist flavor register ./src/index.ts", "on Node 22.18 and later"],
    [`kist manager register NAME --flavor ${flavor} folder=FOLDER`, ""],
  ];
  return [
    "",
    "What is left to do:",
    "",
    ...columns(commands.map(([line = "", what = ""]) => [`  ${line}`, what])),
    "",
    "Then put the client of your backend in the place of src/state.ts and src/state-files.ts, and go through the hooks,",
    "the errors, what it claims in capabilities, and the README. To publish it, give package.json your name, choose a",
    'licence, and take out "private".',
  ];
}
