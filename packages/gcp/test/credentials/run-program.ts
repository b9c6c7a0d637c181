import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { LOCALHOST_CERTIFICATE } from "@keykist/emulators/gcp";

/** What the program is told. */
export interface ProgramOptions {
  /** Its project. Default: none. */
  readonly project?: string | undefined;
  /** Default: Google's. */
  readonly endpoint?: string | undefined;
  /** After so many milliseconds it tries again. */
  readonly again?: number | undefined;
  /** Whether it closes its manager. Default true. */
  readonly close?: boolean | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Told of each line as it comes. */
  readonly onLine?: (() => void) | undefined;
}

/** A line that the program printed. */
export type Seen = Readonly<Record<string, unknown>>;

/** Variables by which Google's library finds credentials; none of the host's get through. */
function nobody(home: string): NodeJS.ProcessEnv {
  return {
    // No gcloud of the host says which project it is, or writes its logs.
    PATH: home,
    HOME: home,
    CLOUDSDK_CONFIG: home,
    METADATA_SERVER_DETECTION: "none",
    GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: LOCALHOST_CERTIFICATE,
  };
}

function seenIn(line: string): Seen {
  const json: unknown = JSON.parse(line);
  if (typeof json !== "object" || json === null) throw new TypeError("a line holds an object");
  return Object.fromEntries(Object.entries(json));
}

/** Runs the program to its end, and answers what it printed, how it ended, and what Node had to say. */
export async function runProgram({
  project,
  endpoint,
  again = 0,
  close = true,
  environment,
  onLine,
}: ProgramOptions) {
  const home = await mkdtemp(path.join(tmpdir(), "keykist-nobody-"));
  const program = path.join(import.meta.dirname, "program.ts");
  const child = spawn(process.execPath, [program], {
    env: {
      ...nobody(home),
      ...environment,
      ...(project !== undefined && { PROGRAM_PROJECT: project }),
      ...(endpoint !== undefined && { PROGRAM_ENDPOINT: endpoint }),
      PROGRAM_AGAIN: String(again),
      PROGRAM_CLOSES: close ? "yes" : "no",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.on("data", () => onLine?.());
  const ended = once(child, "close");
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await ended;
  await rm(home, { recursive: true });
  const seen = stdout
    .split("\n")
    .filter((line) => line !== "")
    .map(seenIn);
  return { seen, stderr, exitCode: child.exitCode };
}
