import { setTimeout } from "node:timers/promises";
import { arbitrarySchema, KeykistError } from "@keykist/core";
import { GcpSecretsManager } from "../../src/index.ts";

/*
 * A program as users write it, which catches the errors of keykist and nothing else. It prints what it saw, one JSON
 * object in a line, and ends by itself: nothing here may keep it alive.
 */

const { PROGRAM_PROJECT, PROGRAM_ENDPOINT, PROGRAM_AGAIN, PROGRAM_CLOSES } = process.env;

const config = {
  ...(PROGRAM_PROJECT !== undefined && { projectId: PROGRAM_PROJECT }),
  ...(PROGRAM_ENDPOINT !== undefined && { apiEndpoint: PROGRAM_ENDPOINT }),
  timeoutMs: 20_000,
};
/** What follows the first try: the same again after so many milliseconds. */
const again = Number(PROGRAM_AGAIN ?? 0);

function say(seen: object): void {
  process.stdout.write(`${JSON.stringify(seen)}\n`);
}

async function attempt(manager: GcpSecretsManager): Promise<void> {
  try {
    await manager.registerSecret(arbitrarySchema.create("db", { password: "tulip" }));
    say({ registered: true });
  } catch (error) {
    if (!KeykistError.is(error)) throw error;
    const { code, message, hint, outcome, retry } = error;
    const cause = error.cause instanceof Error ? error.cause.message : undefined;
    say({ code, message, hint, outcome, retry, cause });
  }
}

for (const event of ["unhandledRejection", "uncaughtException"] as const)
  process.on(event, (error: unknown) => {
    say({ [event]: String(error) });
  });

if (PROGRAM_CLOSES === "no") {
  await attempt(new GcpSecretsManager(config));
} else {
  try {
    await using manager = new GcpSecretsManager(config);
    await attempt(manager);
    if (again > 0) {
      await setTimeout(again);
      await attempt(manager);
    }
  } catch (error) {
    say({ closing: String(error) });
  }
}
if (PROGRAM_CLOSES !== "no") {
  // A connection that is closed is gone when the other end has heard so.
  await setTimeout(200);
  const open = process.getActiveResourcesInfo().filter((name) => name.startsWith("TCP"));
  say({ open });
}
say({ ended: true });
