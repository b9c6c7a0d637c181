import { inspect } from "node:util";
import { settled } from "../scheduling/fake-clock.ts";
import { listenToChannels } from "./listen-to-channels.ts";
import { callBefore } from "./call-before.ts";

/** Something that was said in passing, and where. */
export interface Said {
  readonly where: string;
  readonly text: string;
}

const PRINTING = ["log", "info", "debug", "warn", "error", "trace", "dir", "table"] as const;

/** The channels that are ours; those of Node carry requests as they are sent, values and all. */
const OURS = /^@?keykist/u;

/**
 * Does work, and answers what was said beside it meanwhile: on the console and the standard streams, as
 * warnings of the process, and on keykist's diagnostics channels, whether or not anybody listens.
 */
export async function watchProcess(work: () => Promise<void>): Promise<Said[]> {
  const said: Said[] = [];
  const say = (where: string, ...parts: readonly unknown[]): void => {
    const texts = parts.map((part) =>
      typeof part === "string" ? part : inspect(part, { depth: Infinity }),
    );
    said.push({ where, text: texts.join(" ") });
  };
  const warned = (warning: Error): void => {
    say("a warning of the process", warning);
  };
  const undo = [
    ...PRINTING.map((method) =>
      callBefore(globalThis.console, method, (_self, parts) => {
        say(`console.${method}`, ...parts);
      }),
    ),
    ...(["stdout", "stderr"] as const).map((stream) =>
      callBefore(process[stream], "write", (_self, [text]) => {
        say(stream, text);
      }),
    ),
    listenToChannels(OURS, (channel, message) => {
      say(`the diagnostics channel ${channel}`, message);
    }),
  ];
  process.on("warning", warned);
  try {
    await work();
    // Warnings are emitted a turn later.
    await settled();
  } finally {
    process.off("warning", warned);
    for (const each of undo) each();
  }
  return said;
}
