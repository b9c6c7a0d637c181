import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { findRuntime } from "@keykist/emulators/peers";
import { describe, expect, it } from "vitest";
import { StoreFolder } from "../processes/store-folder.ts";

const run = promisify(execFile);
const program = path.join(import.meta.dirname, "programs/live.ts");
/** A process that is still there then is held by something. The managers wait for ten minutes. */
const PATIENCE = 30_000;

const stories = ["nothing", "use", "begun listing", "refusal", "abort", "timeout"];

const node = { program: process.execPath, parameters: [], environment: {} };
const bun = findRuntime("bun");
const deno = findRuntime("deno");

async function ending(
  runtime: typeof node | NonNullable<typeof bun>,
  flavor: string,
  story: string,
): Promise<string> {
  await using folder = await StoreFolder.make();
  const words = [...runtime.parameters, program, flavor, story, folder.file];
  const { stdout } = await run(runtime.program, words, {
    timeout: PATIENCE,
    env: { ...process.env, ...runtime.environment },
  });
  return stdout;
}

describe.each([
  ["local", [...stories, "failed start", "whole store"]],
  // Nothing can go wrong when a memory manager starts.
  ["memory", stories],
] as const)("a process with a %s manager", (flavor, told) => {
  it.each(told)("ends by itself though nobody closes the manager: %s", async (story) => {
    expect(await ending(node, flavor, story)).toMatch(/^ended/u);
  });

  it.each(told)("ends by itself after close(): %s", async (story) => {
    expect(await ending(node, flavor, `${story}, then close`)).toMatch(/^ended/u);
  });
});

describe.each([
  ["bun", bun],
  ["deno", deno],
])("a process under %s", (_name, runtime) => {
  it.skipIf(runtime === undefined).each(["use", "failed start"])(
    "ends by itself though nobody closes the manager: %s",
    async (story) => {
      if (runtime === undefined) return;
      expect(await ending(runtime, "local", story)).toMatch(/^ended/u);
    },
  );
});
