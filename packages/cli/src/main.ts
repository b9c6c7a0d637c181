import { ExitCode, run, type StricliProcess } from "@stricli/core";
import { application } from "./application.ts";
import { EXIT_CODES } from "./exit-code.ts";
import { documentOf, type Failure, failureOf, framesOf, lineOf } from "./failure.ts";
import { asksForJson, type GlobalOptions, globalOptionsLast } from "./global-options.ts";
import type { HintContext } from "./hint.ts";
import { hiddenWord } from "./hidden-words.ts";
import type { Host } from "./host.ts";
import type { KistContext } from "./kist-context.ts";
import type { NameSuggestions } from "./name-suggestions.ts";
import { runLineProblem } from "./running/run-line.ts";
import { Session } from "./session.ts";
import { SeveralFailures } from "./several-failures.ts";
import { Output, ReaderGone } from "./terminal/output.ts";
import { screenLine, writeTo } from "./terminal/screen-text.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Runs one command line.
 *
 * @param inputs what was typed behind `kist`
 * @returns the exit code
 */
export async function main(host: Host, inputs: readonly string[]): Promise<number> {
  let exitCode = await hiddenWord(host, inputs);
  if (exitCode !== undefined) return exitCode;
  /** A line for each failure; with JSON one document, of the first. The first also decides the exit code. */
  const report = async (
    error: unknown,
    { json = false, verbose = false }: Pick<GlobalOptions, "json" | "verbose">,
    session?: Session,
  ): Promise<number> => {
    // As of a program that SIGPIPE ends: `kist list | head` is no failure to speak of.
    if (error instanceof ReaderGone) return EXIT_CODES.readerGone;
    const errors = error instanceof SeveralFailures ? error.errors : [error];
    const suggestions = session && (await suggestionsOf(session));
    const context = session && (() => hintContextOf(session));
    const debugs = host.environment["KEYKIST_DEBUG"] === "1";
    let first: number | undefined;
    for (const one of errors) {
      const failure = await failureOf(one, suggestions, context);
      writeTo(host.stderr, `${json ? documentOf(failure) : screenLine(lineOf(failure))}\n`);
      if (!json && (verbose || debugs)) writeTo(host.stderr, await causeOfFailure(failure));
      if (debugs) writeTo(host.stderr, framesOf(one));
      first ??= failure.exitCode;
      if (json) break;
    }
    return first ?? EXIT_CODES.unexpected;
  };

  try {
    await assertTyped(inputs);
  } catch (error) {
    return report(error, { json: asksForJson(inputs) });
  }

  /** What the parser itself has to say: help and the version, or what is wrong with how something was typed. */
  let answer = "";
  let complaint = "";
  const parser: StricliProcess = {
    env: host.environment,
    stdout: {
      write: (text) => {
        answer += text;
      },
    },
    stderr: {
      write: (text) => {
        complaint += text;
      },
    },
    exitCode: null,
  };
  const context: KistContext = {
    process: parser,
    perform: async (options: GlobalOptions, work: (session: Session) => Promise<number | void>) => {
      try {
        await using session = new Session(host, options);
        try {
          exitCode = (await work(session)) ?? EXIT_CODES.done;
        } catch (error) {
          // While the session is open: its manager is asked for names that may have been meant.
          exitCode = await report(error, options, session);
        }
      } catch (error) {
        // A manager that cannot be closed is of no interest where there is worse to say.
        if (exitCode === undefined || exitCode === EXIT_CODES.done)
          exitCode = await report(error, options);
      }
    },
  };
  await run(application, globalOptionsLast(inputs), context);
  if (exitCode !== undefined) return exitCode;
  const json = asksForJson(inputs);
  try {
    if (parser.exitCode === ExitCode.UnknownCommand) {
      const { unknownCommand } = await import("./unknown-command.ts");
      throw unknownCommand(application.root, inputs);
    }
    if (parser.exitCode !== ExitCode.Success) throw complaintOf(parser.exitCode, complaint.trim());
    await new Output(host, {}).write(answer);
    return EXIT_CODES.done;
  } catch (error) {
    return report(error, { json });
  }
}

/** What is wrong with a command line before it is taken apart. */
async function assertTyped(inputs: readonly string[]): Promise<void> {
  if (inputs.some((input) => input.includes("\uFFFD"))) {
    const { assertText } = await import("./not-text.ts");
    assertText(inputs);
  }
  const problem = runLineProblem(inputs);
  if (problem !== undefined) throw problem;
}

function complaintOf(exitCode: StricliProcess["exitCode"], complaint: string): Error {
  return exitCode === ExitCode.InvalidArgument ? new UsageError(complaint) : new Error(complaint);
}

/** Loaded only where something has failed: starting is to be quick. */
async function suggestionsOf(session: Session): Promise<NameSuggestions> {
  const { NameSuggestions: Suggestions } = await import("./name-suggestions.ts");
  return new Suggestions(session);
}

async function hintContextOf(session: Session): Promise<HintContext> {
  const { canAdopt } = await import("./can-adopt.ts");
  return { adopts: await canAdopt(session) };
}

/** The line about what stands behind a failure; nothing where that is not known. */
async function causeOfFailure({ cause }: Failure): Promise<string> {
  if (cause === undefined) return "";
  const { causeLine } = await import("./failure-cause.ts");
  return `${causeLine(cause)}\n`;
}
