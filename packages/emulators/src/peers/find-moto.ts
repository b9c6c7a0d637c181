import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** A Python that has moto's server, and which moto it is. */
export interface FoundMoto {
  readonly python: string;
  readonly version: string;
}

/** Where the peers are that `npm run peers` installs: in the repository, and not in git. */
const PEERS_FOLDER = fileURLToPath(new URL("../../../../.peers", import.meta.url));

/** The longest that a Python may take to load moto, on a machine that does much else; milliseconds. */
const LOAD_TIME = 60_000;

/**
 * Looks for moto, an independent server of AWS's API: where `KEYKIST_MOTO_PYTHON` says, in `.peers`, and along PATH.
 * Where there is none, it prints `0 peer tests run: moto_server not found`.
 *
 * @throws Error where `KEYKIST_PEERS` is `required`, and there is none
 */
export function findMoto(environment: NodeJS.ProcessEnv = process.env): FoundMoto | undefined {
  for (const python of pythons(environment)) {
    const version = versionOfMoto(python);
    if (version !== undefined) return { python, version };
  }
  if (environment["KEYKIST_PEERS"] === "required")
    throw new Error(
      "moto_server is not found, and peers are required: `npm run peers` installs it",
    );
  process.stdout.write("0 peer tests run: moto_server not found\n");
  return undefined;
}

function pythons(environment: NodeJS.ProcessEnv): string[] {
  const named = environment["KEYKIST_MOTO_PYTHON"];
  if (named !== undefined) return [named];
  const [folder, python] =
    process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python3"];
  const along = (environment["PATH"] ?? "").split(path.delimiter).filter((each) => each !== "");
  const beside = [path.join(PEERS_FOLDER, "python", folder), ...along].filter((each) =>
    existsSync(path.join(each, process.platform === "win32" ? "moto_server.exe" : "moto_server")),
  );
  return beside.map((each) => path.join(each, python)).filter((each) => existsSync(each));
}

function versionOfMoto(python: string): string | undefined {
  const ask = "import moto, moto.server; print(moto.__version__)";
  try {
    return execFileSync(python, ["-c", ask], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: LOAD_TIME,
    }).trim();
  } catch {
    // A Python that does not run, or has no moto: another may have it.
    return undefined;
  }
}
