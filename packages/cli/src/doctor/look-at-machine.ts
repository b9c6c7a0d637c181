import { readFileSync } from "node:fs";
import path from "node:path";
import { SHELLS } from "../completion/shells.ts";
import { homeOf, userFolders } from "../configuration/user-folders.ts";
import type { Environment } from "../host.ts";
import type { Session } from "../session.ts";
import { modeFindings } from "./file-modes.ts";
import type { Finding } from "./finding.ts";

/** Node, the folders of kist, and the shell. */
export async function lookAtMachine({ host }: Session): Promise<Finding[]> {
  const { config, state } = userFolders(host.environment);
  const folder = { about: "folders", forbidden: 0o022, remedy: "go-w" };
  return [
    { status: "ok", about: "Node", says: `${process.version} (${process.execPath})` },
    ...(await modeFindings(config, folder)),
    ...(await modeFindings(state, folder)),
    ...completion(host.environment),
  ];
}

/** Where each shell looks for completions, or for what loads them. */
const places: Readonly<Record<(typeof SHELLS)[number], readonly string[]>> = {
  bash: [".bashrc", ".bash_profile", ".local/share/bash-completion/completions/kist"],
  zsh: [".zshrc", ".zfunc/_kist"],
  fish: [".config/fish/completions/kist.fish", ".config/fish/config.fish"],
};

function completion(environment: Environment): Finding[] {
  const name = path.basename(environment["SHELL"] ?? "");
  const shell = SHELLS.find((one) => one === name);
  if (shell === undefined) return [];
  const isInstalled = places[shell].some((place) =>
    namesKist(path.join(homeOf(environment), place)),
  );
  const says = isInstalled
    ? `${shell} completes kist`
    : `${shell} does not complete kist; to change that: kist completion ${shell} --help`;
  return [{ status: isInstalled ? "ok" : "note", about: "completion", says }];
}

function namesKist(file: string): boolean {
  try {
    return /kist (?:completion|__complete)/.test(readFileSync(file, "utf8"));
  } catch {
    // Not there, or not to be read: then no shell of this user reads it either.
    return false;
  }
}
