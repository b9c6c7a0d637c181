import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { arbitrarySchema } from "@keykist/core";
import { LocalSecretsManager } from "@keykist/local";
import { installPackages } from "./installed-packages.ts";
import { type Run, timedPairs } from "./process-pairs.ts";
import { median } from "./quantile.ts";
import { table } from "./table.ts";

const PAIRS = 60;
/** Secrets among which a name is completed. */
const SECRETS = 10_000;

/**
 * Measures what `kist` costs before it does anything: whole processes beside `node -e 0`, in turns; and a completion
 * among many secrets beside `kist --version`.
 */
export async function measureKistStart(): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), "keykist-start-"));
  try {
    const bin = installPackages(folder, ["core", "local", "cli"])("cli/dist/bin.js");
    const environment = await homeWithSecrets(folder);
    const kist = (...words: readonly string[]): Run => ({ words: [bin, ...words], environment });
    const nothing: Run = { words: ["-e", "0"] };
    return [
      `kist, whole processes, ms; ${PAIRS} pairs each, in turns`,
      table(
        ["command", "beside", "beside p50", "p50", "ratio p50", "above p50", "budget"],
        [
          row("kist --version", "node -e 0", nothing, kist("--version"), "<= 1.6 x"),
          row("kist run -- true", "node -e 0", nothing, kist("run", "--", "true"), "<= 2.2 x"),
          row("kist get NAME KEY", "node -e 0", nothing, kist("get", "secret-5000", "key"), ""),
          row(
            `completion, ${SECRETS} secrets`,
            "kist --version",
            kist("--version"),
            kist("__complete", "get", "secret-50"),
            "<= 100 above",
          ),
        ],
      ),
    ].join("\n");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function row(name: string, beside: string, floor: Run, own: Run, budget: string): string[] {
  const pairs = timedPairs(floor, own, PAIRS);
  const each = (of: (own: number, floor: number) => number): number =>
    median(pairs.own.map((time, pair) => of(time, pairs.floor[pair] ?? Number.NaN)));
  return [
    name,
    beside,
    median(pairs.floor).toFixed(1),
    median(pairs.own).toFixed(1),
    `${each((mine, floor_) => mine / floor_).toFixed(2)} x`,
    each((mine, floor_) => mine - floor_).toFixed(1),
    budget,
  ];
}

/** The variables of a home whose default store holds many secrets. */
async function homeWithSecrets(folder: string): Promise<Readonly<Record<string, string>>> {
  const data = path.join(folder, "data");
  await using manager = new LocalSecretsManager(
    { file: path.join(data, "keykist/secrets.db"), scope: "none" },
    { environment: {}, announce: () => undefined },
  );
  for (let index = 0; index < SECRETS; index += 1) {
    await manager.registerSecret(arbitrarySchema.create(`secret-${index}`, { key: "value" }));
  }
  return {
    HOME: folder,
    LOCALAPPDATA: data,
    XDG_DATA_HOME: data,
    XDG_CONFIG_HOME: path.join(folder, "config"),
    XDG_STATE_HOME: path.join(folder, "state"),
    XDG_CACHE_HOME: path.join(folder, "cache"),
  };
}
