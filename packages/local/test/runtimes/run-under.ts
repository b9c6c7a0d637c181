import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import type { FoundRuntime } from "@keykist/emulators/peers";

const run = promisify(execFile);

export interface RunUnderOptions {
  /** The name of a file in `programs`, without its extension. */
  readonly program: string;
  readonly parameters?: readonly string[] | undefined;
}

/** Runs a program under a runtime and returns what it printed. Throws if it does not end with 0. */
export async function runUnder(
  runtime: Omit<FoundRuntime, "name">,
  { program, parameters = [] }: RunUnderOptions,
): Promise<string> {
  const file = path.join(import.meta.dirname, "programs", `${program}.ts`);
  const { stdout } = await run(runtime.program, [...runtime.parameters, file, ...parameters], {
    env: { ...process.env, ...runtime.environment },
    // The report of a whole run of the suite, if everything failed.
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout;
}
