import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { REGION, TEST_CREDENTIALS } from "../test-credentials.ts";

const run = promisify(execFile);

/** Where `npm run peers` puts it. */
const PEERS = fileURLToPath(new URL("../../../../.peers/python/", import.meta.url));

const [folder, program] = process.platform === "win32" ? ["Scripts", "aws.cmd"] : ["bin", "aws"];

/**
 * Looks for aws-cli.
 *
 * @throws Error where `KEYKIST_PEERS` is `required`, and there is none
 */
export function findAwsCli(): string | undefined {
  const along = (process.env["PATH"] ?? "").split(path.delimiter).filter((each) => each !== "");
  const found = [path.join(PEERS, folder), ...along]
    .map((each) => path.join(each, program))
    .find((each) => existsSync(each));
  if (found !== undefined) return found;
  if (process.env["KEYKIST_PEERS"] === "required")
    throw new Error("aws-cli is not found, and peers are required: `npm run peers` installs it");
  process.stdout.write("0 tests with aws-cli run: it is not found\n");
  return undefined;
}

/** Calls Secrets Manager by aws-cli, and answers what it prints. */
export async function awsCli(
  aws: string | undefined,
  endpoint: string,
  parameters: readonly string[],
): Promise<Readonly<Record<string, unknown>>> {
  if (aws === undefined) throw new Error("aws-cli is not found");
  const { stdout } = await run(aws, ["secretsmanager", ...parameters, "--output", "json"], {
    env: {
      ...process.env,
      AWS_ACCESS_KEY_ID: TEST_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: TEST_CREDENTIALS.secretAccessKey,
      AWS_DEFAULT_REGION: REGION,
      AWS_ENDPOINT_URL: endpoint,
      AWS_PAGER: "",
    },
  });
  const answer: unknown = JSON.parse(stdout);
  return Object.fromEntries(Object.entries(answer ?? {}));
}
