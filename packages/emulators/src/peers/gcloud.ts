import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

/** How a run of gcloud ended. */
export interface GcloudEnd {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface GcloudOptions {
  /** What `findGcloud` found. */
  readonly program: string;
  /** Of the server, over REST: `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  readonly project: string;
  /** A folder that gcloud may write to, in place of the person's own configuration. */
  readonly folder: string;
}

/**
 * Looks for Google's command along PATH. Where there is none, it prints `0 tests with gcloud run: gcloud not found`, and that is no
 * failure, also where `KEYKIST_PEERS` is `required`: no package registry has it, so that `npm run peers` cannot install it.
 */
export function findGcloud(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const name = process.platform === "win32" ? "gcloud.cmd" : "gcloud";
  const found = (environment["PATH"] ?? "")
    .split(path.delimiter)
    .filter((each) => each !== "")
    .map((each) => path.join(each, name))
    .find((each) => existsSync(each));
  if (found === undefined) process.stdout.write("0 tests with gcloud run: gcloud not found\n");
  return found;
}

/**
 * Runs `gcloud secrets` against a server that wants no credentials. It asks nothing, reports no use of itself, and leaves the person's
 * configuration alone.
 *
 * @param input what it reads: the value that `--data-file=-` means
 */
export function gcloudSecrets(
  { program, endpoint, project, folder }: GcloudOptions,
  parameters: readonly string[],
  input = "",
): Promise<GcloudEnd> {
  return new Promise((resolve) => {
    const child = execFile(
      program,
      ["secrets", ...parameters],
      {
        env: {
          ...process.env,
          CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER: `${endpoint}/`,
          CLOUDSDK_AUTH_DISABLE_CREDENTIALS: "true",
          CLOUDSDK_CONFIG: folder,
          CLOUDSDK_CORE_DISABLE_PROMPTS: "1",
          CLOUDSDK_CORE_DISABLE_USAGE_REPORTING: "true",
          CLOUDSDK_CORE_PROJECT: project,
        },
      },
      (error, stdout, stderr) => {
        resolve({ exitCode: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
      },
    );
    child.stdin?.end(input);
  });
}
