import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import type { FoundRuntime } from "@keykist/emulators/peers";
import { BIN } from "../kist.ts";
import type { Place } from "../place.ts";

/** How a command ended, and what it printed. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `kist` under a runtime other than Node, without a terminal. */
export async function kistUnder(
  runtime: FoundRuntime,
  place: Place,
  words: readonly string[],
  input = "",
): Promise<Ended> {
  const child = spawn(runtime.program, [...runtime.parameters, BIN, ...words], {
    cwd: place.folder,
    env: { ...place.environment, ...runtime.environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const exit = once(child, "exit");
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await exit;
  return { exitCode: child.exitCode, stdout, stderr };
}
