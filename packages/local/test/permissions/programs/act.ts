import { arbitrarySchema, KeykistError } from "@keykist/core";
import { LocalSecretsManager } from "../../../src/index.ts";

/** What a child is told to do with a store. */
export interface Task {
  readonly file: string;
  readonly key?: string | undefined;
  readonly keyFile?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly umask?: number | undefined;
  readonly timeoutMs?: number | undefined;
  /** The user to become, where the parent may do everything. */
  readonly user?: number | undefined;
  readonly writes?: number | undefined;
}

/** What became of an operation: nothing, or what the error says. */
export interface Outcome {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly hint?: string | undefined;
  readonly outcome?: string | undefined;
}

/** What a child answers. */
export interface Report {
  readonly read: Outcome;
  readonly write: Outcome;
}

async function outcomeOf(work: () => Promise<unknown>): Promise<Outcome> {
  try {
    await work();
    return {};
  } catch (error) {
    if (!KeykistError.is(error)) return { code: "no KeykistError", message: String(error) };
    const { code, message, hint, outcome } = error;
    return { code, message, hint, outcome };
  }
}

function isTask(value: unknown): value is Task {
  return typeof Reflect.get(Object(value), "file") === "string";
}

const task: unknown = JSON.parse(process.argv[2] ?? "{}");
if (!isTask(task)) throw new Error("the task names no file");
if (task.umask !== undefined) process.umask(task.umask);
if (task.user !== undefined) {
  process.setgroups?.([]);
  process.setgid?.(task.user);
  process.setuid?.(task.user);
}
const { file, key, keyFile, readOnly = false, timeoutMs = 10_000, writes = 1 } = task;
await using manager = new LocalSecretsManager(
  {
    file,
    timeoutMs,
    readOnly,
    ...(key === undefined ? {} : { key }),
    ...(keyFile === undefined ? {} : { keyFile }),
  },
  { environment: {} },
);
const read = await outcomeOf(() => manager.getAllSecretKeys());
const write = await outcomeOf(async () => {
  for (let number = 0; number < writes; number += 1) {
    // No short value: a piece of one in base64 can stand in a path by chance, and then the message that has the path is dropped.
    const content = { password: "correct horse battery staple" };
    await manager.registerSecret(arbitrarySchema.create(`new-${number}`, content));
  }
});
const report: Report = { read, write };
process.stdout.write(JSON.stringify(report));
