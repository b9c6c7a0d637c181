import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { buffer, text } from "node:stream/consumers";
import { LocalSecretsManager } from "@keykist/local";
import type { Place } from "./place.ts";

/** The program, as it is in the sources. */
export const BIN: string = path.resolve(import.meta.dirname, "../src/bin.ts");

/** How a command ended, and what it printed. */
export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  /** The bytes of stdout. */
  readonly bytes: Buffer;
  readonly stderr: string;
}

export interface KistOptions {
  /** What stdin holds. Default: nothing. */
  readonly input?: string | Uint8Array | undefined;
  /** Variables beside those of the place. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Default: the working folder of the place. */
  readonly folder?: string | undefined;
}

/** Runs `kist` as a process of its own, without a terminal. */
export async function kist(
  place: Place,
  words: readonly string[],
  { input = "", environment, folder = place.folder }: KistOptions = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [BIN, ...words], {
    cwd: folder,
    env: { ...place.environment, ...environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const exit = once(child, "exit");
  // A command that ends without reading its input closes the pipe, which is its good right.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const [bytes, stderr] = await Promise.all([buffer(child.stdout), text(child.stderr)]);
  await exit;
  const { exitCode, signalCode } = child;
  return { exitCode, signal: signalCode, stdout: bytes.toString("utf8"), bytes, stderr };
}

/** Runs `kist`, which has to succeed and to keep stderr empty; answers stdout. */
export async function succeed(
  place: Place,
  words: readonly string[],
  options: KistOptions = {},
): Promise<string> {
  const { exitCode, stdout, stderr } = await kist(place, words, options);
  if (exitCode === 0 && stderr === "") return stdout;
  throw new Error(`kist ${words[0] ?? ""} ended with ${exitCode}: ${stderr}`);
}

/** Runs `kist … --json`, which has to succeed; answers the document that it prints. */
export async function documentOf(
  place: Place,
  words: readonly string[],
  options: KistOptions = {},
): Promise<unknown> {
  const document: unknown = JSON.parse(await succeed(place, [...words, "--json"], options));
  return document;
}

/** Makes the default store, so that its key file is not announced in what a test looks at. */
export async function makeStore(place: Place): Promise<void> {
  await using manager = new LocalSecretsManager(
    { file: path.join(place.home, ".local/share/keykist/secrets.db"), scope: "none" },
    { environment: {}, announce: () => undefined },
  );
  await manager.getAllSecretKeys();
}
