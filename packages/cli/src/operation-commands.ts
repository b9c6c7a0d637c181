import type { Operation } from "@keykist/core";
import { shellQuoted } from "./terminal/shell-quoted.ts";

/** The command that does at a terminal what each operation does in a program. `name` is the secret's. */
const commands: Readonly<Record<Exclude<Operation, "close">, (name: string) => string>> = {
  registerSecret: (name) => `kist register ${name} KEY`,
  getSecret: (name) => `kist get ${name}`,
  getSecrets: () => "kist export --format json",
  getAllSecretKeys: () => "kist list",
  listSecrets: () => "kist list",
  describeSecret: (name) => `kist describe ${name}`,
  updateSecret: (name) => `kist update ${name} KEY`,
  modifySecret: (name) => `kist update ${name} KEY`,
  deleteSecret: (name) => `kist delete ${name}`,
  deleteAllSecrets: () => "kist cleanup",
  getSecretHistory: (name) => `kist history ${name}`,
  rollbackSecret: (name) => `kist rollback ${name} REVISION`,
  undeleteSecret: (name) => `kist undelete ${name}`,
  adoptSecret: (name) => `kist adopt ${name} --schema TYPE`,
};

const operation = new RegExp(
  String.raw`(?:the operation )?\b(${Object.keys(commands).join("|")})\b(?:\(([^)]*)\))?`,
  "g",
);

/** Replaces operations in a text by commands, and a mention of an error's cause by the option that prints it. */
export function translateToCommands(text: string, name: string = "NAME"): string {
  const shown = text.replaceAll(
    /\bthe cause has ((?:the )?\S+) words\b/g,
    "--verbose shows $1 words",
  );
  return shown.replaceAll(operation, (whole, found: string, given: string | undefined) => {
    const command = Object.entries(commands).find(([key]) => key === found)?.[1];
    return command?.(backendIdIn(given) ?? name) ?? whole;
  });
}

/** Returns the id of the backend that a text gives to an operation, which means another secret than `name`. */
function backendIdIn(given: string | undefined): string | undefined {
  const name = /^"(id:[^"]+)"$/.exec(given ?? "")?.[1];
  return name === undefined ? undefined : shellQuoted(name);
}
