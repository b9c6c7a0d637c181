import { ExitCode, run, type StricliProcess } from "@stricli/core";
import { application } from "./application.ts";
import { EXIT_CODES } from "./exit-code.ts";
import { documentOf, failureOf, lineOf } from "./failure.ts";
import { asksForJson, type GlobalOptions, globalOptionsLast } from "./global-options.ts";
import { hiddenWord } from "./hidden-words.ts";
import type { Host } from "./host.ts";
import type { KistContext } from "./kist-context.ts";
import { Session } from "./session.ts";
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
  const report = async (error: unknown, json: boolean): Promise<void> => {
    const failure = await failureOf(error);
    host.stderr.write(`${json ? documentOf(failure) : lineOf(failure)}\n`);
    exitCode = failure.exitCode;
  };

  /** What the parser itself has to say, but for help, is about how something was typed. */
  let complaint = "";
  const parser: StricliProcess = {
    env: host.environment,
    stdout: { write: (text: string) => void host.stdout.write(text) },
    stderr: { write: (text: string) => void (complaint += text) },
    exitCode: null,
  };
  const context: KistContext = {
    process: parser,
    perform: async (options: GlobalOptions, work: (session: Session) => Promise<void>) => {
      try {
        await using session = new Session(host, options);
        await work(session);
      } catch (error) {
        await report(error, options.json === true);
      }
    },
  };
  await run(application, globalOptionsLast(inputs), context);
  if (exitCode !== undefined) return exitCode;
  if (parser.exitCode === ExitCode.Success) return EXIT_CODES.done;
  const json = asksForJson(inputs);
  const usage =
    parser.exitCode === ExitCode.InvalidArgument || parser.exitCode === ExitCode.UnknownCommand;
  await report(usage ? new UsageError(complaint.trim()) : new Error(complaint.trim()), json);
  return exitCode ?? EXIT_CODES.unexpected;
}
