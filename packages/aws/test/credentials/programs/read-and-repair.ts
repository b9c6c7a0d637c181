import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { KeykistError } from "@keykist/core";
import { z } from "zod";
import { AwsSecretsManager } from "../../../src/index.ts";

// Reads a secret as a program does that is configured by its environment, and again once something was repaired. It
// catches what its operations throw, and nothing else: whatever escapes is reported. It ends by itself.

const instructionsSchema = z.strictObject({
  config: z.looseObject({}),
  /** A file that comes about after the first read, and how long after. */
  repair: z.strictObject({ file: z.string(), text: z.string(), afterMs: z.number() }).optional(),
  /** Whether the manager is closed, by `await using`. */
  closes: z.boolean(),
});

type Instructions = z.infer<typeof instructionsSchema>;

const escaped: string[] = [];
process.on("unhandledRejection", (reason) => {
  escaped.push(`unhandledRejection ${String(reason)}`);
});
process.on("uncaughtException", (error) => {
  escaped.push(`uncaughtException ${String(error)}`);
});

/** What a person is told. */
async function read(manager: AwsSecretsManager): Promise<object> {
  try {
    const { content } = await manager.getSecret("db");
    return { content };
  } catch (error) {
    if (!KeykistError.is(error)) return { unexpected: String(error) };
    const { code, message, hint } = error;
    return { code, message, hint };
  }
}

async function readAll(manager: AwsSecretsManager, { repair }: Instructions): Promise<object[]> {
  const reads = [await read(manager)];
  if (repair === undefined) return reads;
  await sleep(repair.afterMs);
  await writeFile(repair.file, repair.text);
  reads.push(await read(manager));
  return reads;
}

const instructions = instructionsSchema.parse(JSON.parse(process.argv[2] ?? "{}"));

async function closing(): Promise<object[]> {
  await using manager = new AwsSecretsManager(instructions.config);
  // Awaited here: the manager is closed as soon as the function returns.
  const reads = await readAll(manager, instructions);
  return reads;
}

const reads = instructions.closes
  ? await closing()
  : await readAll(new AwsSecretsManager(instructions.config), instructions);

process.once("exit", () => {
  process.stdout.write(JSON.stringify({ reads, escaped }));
});
