import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** A Python that has a peer, and which version of it. */
export interface FoundInPython {
  readonly python: string;
  readonly version: string;
}

export interface PythonPeer {
  /** The program that comes with it, beside Python. */
  readonly program: string;
  /** What Python is asked to run; it prints the version. */
  readonly ask: string;
  /** The variable of the environment that names the Python to take, and no other. */
  readonly variable: string;
}

/** Where the peers are that `npm run peers` installs: in the repository, and not in git. */
const PEERS_FOLDER = fileURLToPath(new URL("../../../../.peers", import.meta.url));

/** The longest that a Python may take to load a peer, on a machine that does much else; milliseconds. */
const LOAD_TIME = 60_000;

/**
 * Looks for a Python that has a peer: where the variable says, in `.peers`, and along PATH. Where there is none, it prints
 * `0 peer tests run: PROGRAM not found`.
 *
 * @throws Error where `KEYKIST_PEERS` is `required`, and there is none
 */
export function findInPython(
  peer: PythonPeer,
  environment: NodeJS.ProcessEnv,
): FoundInPython | undefined {
  for (const python of pythons(peer, environment)) {
    const version = versionIn(python, peer);
    if (version !== undefined) return { python, version };
  }
  if (environment["KEYKIST_PEERS"] === "required")
    throw new Error(
      `${peer.program} is not found, and peers are required: \`npm run peers\` installs it`,
    );
  process.stdout.write(`0 peer tests run: ${peer.program} not found\n`);
  return undefined;
}

function pythons({ program, variable }: PythonPeer, environment: NodeJS.ProcessEnv): string[] {
  const named = environment[variable];
  if (named !== undefined) return [named];
  const [folder, python, suffix] =
    process.platform === "win32" ? ["Scripts", "python.exe", ".exe"] : ["bin", "python3", ""];
  const along = (environment["PATH"] ?? "").split(path.delimiter).filter((each) => each !== "");
  const beside = [path.join(PEERS_FOLDER, "python", folder), ...along].filter((each) =>
    existsSync(path.join(each, `${program}${suffix}`)),
  );
  return beside.map((each) => path.join(each, python)).filter((each) => existsSync(each));
}

function versionIn(python: string, { ask }: PythonPeer): string | undefined {
  try {
    return execFileSync(python, ["-c", ask], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: LOAD_TIME,
    }).trim();
  } catch {
    // A Python that does not run, or has no such peer: another may have it.
    return undefined;
  }
}
