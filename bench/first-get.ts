import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { AwsSecretsManager } from "@keykist/aws";
import { arbitrarySchema } from "@keykist/core";
import { GcpSecretsManager } from "@keykist/gcp";
import { AWS_CREDENTIALS, AWS_REGION } from "./aws-account.ts";
import { verdict } from "./client-contest.ts";
import { EmulatorServer } from "./emulator-server.ts";
import { installPackages } from "./installed-packages.ts";
import { type Run, timedPairs } from "./process-pairs.ts";
import { median, quantile } from "./quantile.ts";
import { table } from "./table.ts";

const PAIRS = 30;
/** What the median of the ratios may come to. */
const BUDGET = 1.2;

const secret = arbitrarySchema.create("db", { password: "tulip" });

const environment = {
  AWS_ACCESS_KEY_ID: AWS_CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: AWS_CREDENTIALS.secretAccessKey,
  AWS_REGION,
};

/** Measures whole processes that import a flavor and read one secret, beside those that do so by the bare client. */
export async function measureFirstGets(): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), "keykist-first-get-"));
  try {
    installPackages(folder, ["core", "aws", "gcp"]);
    const rows = [await awsRow(folder), await gcpRow(folder)];
    const header = ["flavor", "beside", "p50", "raw p50", "ratio p10", "p50", "p90", "above p50"];
    return [
      `Cold import and first get, whole processes, ms; ${PAIRS} pairs each, in turns`,
      table([...header, "budget", ""], rows),
    ].join("\n");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function awsRow(folder: string): Promise<readonly string[]> {
  await using server = await EmulatorServer.start("aws");
  await using manager = new AwsSecretsManager(
    { endpoint: `http://127.0.0.1:${server.port}`, region: AWS_REGION },
    { credentials: AWS_CREDENTIALS },
  );
  await manager.registerSecret(secret);
  return row(["@keykist/aws", "AWS's SDK"], {
    floor: program(folder, "aws-sdk.mjs", server),
    own: program(folder, "aws-keykist.mjs", server),
  });
}

async function gcpRow(folder: string): Promise<readonly string[]> {
  await using server = await EmulatorServer.start("gcp");
  await using manager = new GcpSecretsManager({
    projectId: "bench",
    apiEndpoint: `http://127.0.0.1:${server.port}`,
  });
  await manager.registerSecret(secret);
  return row(["@keykist/gcp", "Google's client"], {
    floor: program(folder, "gcp-client.mjs", server),
    own: program(folder, "gcp-keykist.mjs", server),
  });
}

/** A program among the installed packages, so that it imports their builds. */
function program(folder: string, file: string, { port }: EmulatorServer): Run {
  const copy = path.join(folder, file);
  copyFileSync(path.join(import.meta.dirname, "first-get", file), copy);
  return { words: [copy, String(port)], environment };
}

function row(
  names: readonly string[],
  { floor, own }: { readonly floor: Run; readonly own: Run },
): readonly string[] {
  const pairs = timedPairs(floor, own, PAIRS);
  const each = (of: (own: number, floor: number) => number): readonly number[] =>
    pairs.own.map((time, pair) => of(time, pairs.floor[pair] ?? Number.NaN));
  const ratios = each((mine, least) => mine / least);
  return [
    ...names,
    median(pairs.own).toFixed(0),
    median(pairs.floor).toFixed(0),
    ...[0.1, 0.5, 0.9].map((part) => quantile(ratios, part).toFixed(2)),
    median(each((mine, least) => mine - least)).toFixed(0),
    `<= ${BUDGET} x`,
    verdict(median(ratios) <= BUDGET),
  ];
}
