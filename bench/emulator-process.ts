/**
 * An emulated cloud in a process of its own, so that the CPU that it uses is not that of who calls it. Given `aws` or
 * `gcp`, it says where it listens; asked anything, how many calls have come.
 */
import { AwsEmulator } from "@keykist/emulators/aws";
import { GcpEmulator } from "@keykist/emulators/gcp";
import type { CallCounters } from "@keykist/emulators";

/** What the process says first. */
export interface Listening {
  readonly port: number;
}

/** What it says whenever it is asked. */
export interface Counted {
  readonly calls: number;
}

async function serve(cloud: string | undefined): Promise<void> {
  const { calls, port } = cloud === "gcp" ? await serveGcp() : await serveAws();
  process.on("message", () => {
    process.send?.({ calls: calls.total } satisfies Counted);
  });
  // Whoever started it is gone.
  process.once("disconnect", () => {
    process.exit();
  });
  process.send?.({ port } satisfies Listening);
}

interface Served extends Listening {
  readonly calls: CallCounters;
}

async function serveAws(): Promise<Served> {
  const emulator = new AwsEmulator();
  const { endpoint } = await emulator.listen();
  return { calls: emulator.calls, port: Number(new URL(endpoint).port) };
}

async function serveGcp(): Promise<Served> {
  // Requests from outside of the simulation must not be taken for idleness.
  const emulator = new GcpEmulator({ seed: 1, longestJump: 0 });
  const { port } = await emulator.listenGrpc();
  return { calls: emulator.calls, port };
}

await serve(process.argv[2]);
