import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { Readable, Writable } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import { arbitrarySchema } from "@keykist/core";
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
  /** What stdin holds. Default: nothing, unless it says otherwise. */
  readonly input?: string | Uint8Array | undefined;
  /** Variables beside those of the place. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Default: the working folder of the place. */
  readonly folder?: string | undefined;
}

/** A command under way. */
export interface Running {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  /** How it ends. */
  readonly ended: Promise<Ended>;
}

/** Runs `kist` as a process of its own, without a terminal. */
export function kist(
  place: Place,
  words: readonly string[],
  options: KistOptions = {},
): Promise<Ended> {
  return start(place, words, { ...options, input: options.input ?? "" }).ended;
}

/** Starts `kist` as a process of its own, without a terminal. Without `input`, stdin stays open. */
export function start(
  place: Place,
  words: readonly string[],
  { input, environment, folder = place.folder }: KistOptions = {},
): Running {
  const child = spawn(process.execPath, [BIN, ...words], {
    cwd: folder,
    env: { ...place.environment, ...environment },
    stdio: ["pipe", "pipe", "pipe"],
    // In a session of its own, no terminal controls it, whoever runs the tests.
    detached: process.platform !== "win32",
  });
  // A command that ends without reading its input closes the pipe, which is its good right.
  child.stdin.on("error", () => undefined);
  if (input !== undefined) child.stdin.end(input);
  return { child, ended: endOf(child) };
}

async function endOf(child: Running["child"]): Promise<Ended> {
  const exit = once(child, "exit");
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

/** The file of the default store. */
export function storeFile(place: Place): string {
  return path.join(place.home, ".local/share/keykist/secrets.db");
}

/** A manager over the default store, in the process of the test. */
export function openStore(place: Place): LocalSecretsManager {
  return new LocalSecretsManager(
    { file: storeFile(place), scope: "none" },
    { environment: {}, announce: () => undefined },
  );
}

/** Secrets as tests write them down: name → key → value. */
export type Contents = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Makes the default store, so that its key file is not announced in what a test looks at.
 *
 * @param contents what it is to hold
 */
export async function makeStore(place: Place, contents: Contents = {}): Promise<void> {
  await using manager = openStore(place);
  // The first registration makes a store.
  await manager.registerSecret(arbitrarySchema.create("first", {}));
  await manager.deleteSecret("first");
  for (const [name, content] of Object.entries(contents)) {
    await manager.registerSecret(arbitrarySchema.create(name, content));
  }
}

/** What the default store holds. */
export async function storeContents(place: Place): Promise<Contents> {
  await using manager = openStore(place);
  const contents: Record<string, Readonly<Record<string, string>>> = {};
  for (const name of await manager.getAllSecretKeys()) {
    contents[name] = { ...(await manager.getSecret(name, arbitrarySchema)).content };
  }
  return contents;
}
