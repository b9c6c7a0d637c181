import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { REGION, TEST_CREDENTIALS } from "../test-credentials.ts";

const run = promisify(execFile);

/** terraform, and the folder of its provider for AWS. */
export interface FoundTerraform {
  readonly program: string;
  readonly plugins: string;
}

/**
 * Looks for terraform along PATH, and for its AWS provider, which is no part of it, in the folder that
 * `KEYKIST_TERRAFORM_PLUGINS` names. What is missing is named.
 */
export function findTerraform(): FoundTerraform | undefined {
  const name = process.platform === "win32" ? "terraform.exe" : "terraform";
  const program = (process.env["PATH"] ?? "")
    .split(path.delimiter)
    .filter((each) => each !== "")
    .map((each) => path.join(each, name))
    .find((each) => existsSync(each));
  const plugins = process.env["KEYKIST_TERRAFORM_PLUGINS"];
  if (program !== undefined && plugins !== undefined) return { program, plugins };
  const missing =
    program === undefined
      ? "terraform"
      : "its provider for AWS (KEYKIST_TERRAFORM_PLUGINS, a folder)";
  process.stdout.write(`0 tests with terraform run: ${missing} is not found\n`);
  return undefined;
}

/** What terraform's data source gives of a secret. */
export async function terraformReads(
  found: FoundTerraform | undefined,
  endpoint: string,
  name: string,
): Promise<unknown> {
  if (found === undefined) throw new Error("terraform is not found");
  const cwd = await mkdtemp(path.join(tmpdir(), "keykist-terraform-"));
  const terraform = (...parameters: readonly string[]): Promise<{ readonly stdout: string }> =>
    run(found.program, parameters, { cwd });
  try {
    await writeFile(path.join(cwd, "main.tf"), configuration(endpoint, name), { mode: 0o600 });
    await terraform("init", "-input=false", `-plugin-dir=${found.plugins}`);
    await terraform("apply", "-input=false", "-auto-approve");
    const { stdout } = await terraform("output", "-json", "value");
    return JSON.parse(String(JSON.parse(stdout)));
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

function configuration(endpoint: string, name: string): string {
  const { accessKeyId, secretAccessKey } = TEST_CREDENTIALS;
  return `
provider "aws" {
  region                      = "${REGION}"
  access_key                  = "${accessKeyId}"
  secret_key                  = "${secretAccessKey}"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  endpoints {
    secretsmanager = "${endpoint}"
  }
}

data "aws_secretsmanager_secret_version" "read" {
  secret_id = "${name}"
}

output "value" {
  sensitive = true
  value     = data.aws_secretsmanager_secret_version.read.secret_string
}
`;
}
