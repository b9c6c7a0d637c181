import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { text } from "node:stream/consumers";
import type { Report, Task } from "./programs/act.ts";

const program = path.join(import.meta.dirname, "programs/act.ts");

/** The user whom a child becomes where the tests run as one who may do everything: nobody. */
export const NOBODY = 65_534;

/** Has a child act on a store. `meanwhile` is called again and again until it ends. */
export async function runAct(
  task: Task,
  options: {
    readonly environment?: Readonly<Record<string, string>>;
    readonly meanwhile?: () => void;
  } = {},
): Promise<Report> {
  const child = spawn(process.execPath, [program, JSON.stringify(task)], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...options.environment },
  });
  const output = text(child.stdout);
  const errors = text(child.stderr);
  const ended = once(child, "exit");
  const watch = (): void => {
    if (child.exitCode !== null) return;
    options.meanwhile?.();
    setImmediate(watch);
  };
  if (options.meanwhile !== undefined) watch();
  await ended;
  const report: unknown = JSON.parse((await output) || "null");
  if (!isReport(report)) throw new Error(`the child gave no report: ${await errors}`);
  return report;
}

function isReport(value: unknown): value is Report {
  return typeof value === "object" && value !== null && "read" in value && "write" in value;
}
