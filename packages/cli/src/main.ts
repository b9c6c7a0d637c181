import { ExitCode, run, type StricliProcess } from "@stricli/core";
import { application } from "./application.ts";
import { EXIT_CODES } from "./exit-code.ts";
import { documentOf, failureOf, lineOf } from "./failure.ts";
import { asksForJson, type GlobalOptions, globalOptionsLast } from "./global-options.ts";
import type { Host } from "./host.ts";
import type { KistContext } from "./kist-context.ts";
import type { NameSuggestions } from "./name-suggestions.ts";
import { Session } from "./session.ts";
import { SeveralFailures } from "./several-failures.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Runs one command line.
 *
 * @param inputs what was typed behind `kist`
 * @returns the exit code
 */
export async function main(host: Host, inputs: readonly string[]): Promise<number> {
  let exitCode: number | undefined;
  /** A line for each failure; with JSON one document, of the first. The first also decides the exit code. */
  const report = async (error: unknown, json: boolean, session?: Session): Promise<void> => {
    const errors = error instanceof SeveralFailures ? error.errors : [error];
    const suggestions = session && (await suggestionsOf(session));
    for (const one of errors) {
      const failure = await failureOf(one, suggestions);
      host.stderr.write(`${json ? documentOf(failure) : lineOf(failure)}\n`);
      exitCode ??= failure.exitCode;
      if (json) return;
    }
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
      const json = options.json === true;
      try {
        await using session = new Session(host, options);
        try {
          await work(session);
        } catch (error) {
          // While the session is open: its manager is asked for names that may have been meant.
          await report(error, json, session);
        }
      } catch (error) {
        // A manager that cannot be closed is of no interest where there is worse to say.
        if (exitCode === undefined) await report(error, json);
      }
    },
    get proposing() {
      return new Session(host, { quiet: true });
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

/** Loaded only where something has failed: starting is to be quick. */
async function suggestionsOf(session: Session): Promise<NameSuggestions> {
  const { NameSuggestions: Suggestions } = await import("./name-suggestions.ts");
  return new Suggestions(session);
}
