import { type InputCompletion, proposeCompletions, type StricliProcess } from "@stricli/core";
import { application } from "../application.ts";
import { EXIT_CODES } from "../exit-code.ts";
import {
  GLOBAL_OPTIONS,
  globalOptionsLast,
  splitLeadingOptions,
  valueOfOption,
} from "../global-options.ts";
import type { Host } from "../host.ts";
import type { KistContext } from "../kist-context.ts";
import { Session } from "../session.ts";
import { managerNames } from "./proposals.ts";

/** A shell waits no longer than this for what could be typed. */
const PATIENCE_MS = 2000;

/**
 * Prints what could be typed next: a line for each, with a tab before what it is. It never asks, never says anything
 * else, and never fails: at a person's next key press nobody reads an error.
 *
 * @param words of the line behind `kist`; the last one is being typed, and may be empty
 */
export async function complete(host: Host, words: readonly string[]): Promise<number> {
  const patience = AbortSignal.any([host.signal, AbortSignal.timeout(PATIENCE_MS)]);
  const proposals = await proposalsFor({ ...host, signal: patience }, words);
  const lines = proposals.map(({ completion, brief }) => `${completion}\t${brief}\n`);
  host.stdout.write(lines.join(""));
  return EXIT_CODES.done;
}

async function proposalsFor(
  host: Host,
  words: readonly string[],
): Promise<readonly InputCompletion[]> {
  const before = words.slice(0, -1);
  const last = words.at(-1) ?? "";
  // The parser proposes values for `--option val` only.
  const [, option = "", typed = last] = /^(--[a-z-]+=)(.*)$/s.exec(last) ?? [];
  const inputs = option === "" ? before : [...before, option.slice(0, -1)];
  const manager = valueOfOption("--manager", before);
  const config = valueOfOption("--config", before);
  await using session = new Session(host, { quiet: true, manager, config }, { attended: false });
  const context: KistContext = {
    process: silent,
    perform: () => Promise.resolve(),
    proposing: { session, words: globalOptionsLast(before) },
  };
  const found = await proposalsBehind(inputs, typed, context);
  // A name is a stranger's word. What a shell could take for more than a word is none that can be typed here.
  return found
    .map(({ completion, brief, kind }) => ({ kind, brief, completion: `${option}${completion}` }))
    .filter(({ completion }) => completion !== "--" && /^[A-Za-z0-9._/:=@-]+$/.test(completion));
}

async function proposalsBehind(
  inputs: readonly string[],
  typed: string,
  context: KistContext,
): Promise<readonly InputCompletion[]> {
  const [, rest] = splitLeadingOptions(inputs);
  // The parser knows the global options behind a command only.
  if (rest.length === 0) {
    return [...(await proposeCompletions(application, [typed], context)), ...globalNames(typed)];
  }
  if (rest.length === 1 && rest[0] === "--manager") {
    const names = await managerNames.call(context, typed);
    return proposed(names, typed, "Work with this manager");
  }
  return proposeCompletions(application, [...globalOptionsLast(inputs), typed], context);
}

function globalNames(typed: string): InputCompletion[] {
  if (!typed.startsWith("-")) return [];
  return GLOBAL_OPTIONS.flatMap((name) => proposed([name], typed, "Global option"));
}

function proposed(names: readonly string[], typed: string, brief: string): InputCompletion[] {
  const fitting = names.filter((name) => name.startsWith(typed));
  return fitting.map((completion) => ({ kind: "argument:value", completion, brief }));
}

const silent: StricliProcess = {
  stdout: { write: () => undefined },
  stderr: { write: () => undefined },
};
