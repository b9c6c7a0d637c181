import { ExitCode, run, type StricliProcess } from "@stricli/core";
import { application } from "./application.ts";
import { EXIT_CODES } from "./exit-code.ts";
import { documentOf, failureOf, framesOf, lineOf } from "./failure.ts";
import { asksForJson, type GlobalOptions, globalOptionsLast } from "./global-options.ts";
import { hiddenWord } from "./hidden-words.ts";
import type { Host } from "./host.ts";
import type { KistContext } from "./kist-context.ts";
import { Session } from "./session.ts";
import { Output } from "./terminal/output.ts";
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
  const report = async (error: unknown, json: boolean): Promise<number> => {
    const failure = await failureOf(error);
    host.stderr.write(`${json ? documentOf(failure) : lineOf(failure)}\n`);
    if (host.environment["KEYKIST_DEBUG"] === "1") host.stderr.write(framesOf(error));
    return failure.exitCode;
  };

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
        exitCode = (await work(session)) ?? EXIT_CODES.done;
      } catch (error) {
        exitCode = await report(error, options.json === true);
      }
    },
  };
  await run(application, globalOptionsLast(inputs), context);
  if (exitCode !== undefined) return exitCode;
  const json = asksForJson(inputs);
  try {
    if (parser.exitCode !== ExitCode.Success) throw complaintOf(parser.exitCode, complaint.trim());
    await new Output(host, {}).write(answer);
    return EXIT_CODES.done;
  } catch (error) {
    return report(error, json);
  }
}

function complaintOf(exitCode: StricliProcess["exitCode"], complaint: string): Error {
  const typed = exitCode === ExitCode.InvalidArgument || exitCode === ExitCode.UnknownCommand;
  return typed ? new UsageError(complaint) : new Error(complaint);
}
