import {
  type Aliases,
  buildCommand,
  type Command,
  type FlagParametersForType,
  type TypedCommandParameters,
  type TypedPositionalParameters,
} from "@stricli/core";
import { type GlobalOptions, globalOptions } from "./global-options.ts";
import type { KistContext } from "./kist-context.ts";
import type { Session } from "./session.ts";

/** What a command does, once its words are taken apart. It may answer an exit code. */
export type Handler<Options extends object, Words extends readonly (string | undefined)[]> = (
  session: Session,
  options: Options,
  ...words: Words
) => Promise<number | void>;

/** A command line, and what it does. */
export interface Example {
  readonly line: string;
  readonly does: string;
}

/** What help and the documentation say of a command. */
export interface CommandText {
  /** One line, without a full stop. */
  readonly summary: string;
  /** What stands behind the command's name: `NAME [KEY] [--reveal]`. */
  readonly usage: string;
  readonly description?: string;
  readonly examples: readonly Example[];
  /** The shape of what `--json` prints; left out where the command has no result. */
  readonly json?: string;
}

/** A command: what is said of it, what it takes, and where its code is. */
export interface CommandDefinition<
  Options extends object,
  Words extends readonly (string | undefined)[],
> extends CommandText {
  readonly options?: FlagParametersForType<Options, KistContext>;
  readonly aliases?: Aliases<keyof Options & string>;
  readonly words?: TypedPositionalParameters<Words, KistContext>;
  /** Loaded when the command is run, and not before: starting is to be quick. */
  readonly load: () => Promise<{ readonly default: Handler<Options, Words> }>;
}

/** The options of any command, as the parser gives them. */
type Given = GlobalOptions & Readonly<Record<string, unknown>>;

/** Makes a command that takes the global options too. */
export function command<Options extends object, Words extends readonly (string | undefined)[]>(
  definition: CommandDefinition<Options, Words>,
): Command<KistContext> {
  const { summary, usage, load } = definition;
  return buildCommand<Given, string[], KistContext>({
    loader: async () => {
      const { default: handler } = await load();
      return async function run(this: KistContext, given: Given, ...words: string[]) {
        await this.perform(given, (session) => call(handler, session, given, words));
      };
    },
    parameters: parserParameters(definition),
    docs: { brief: summary, fullDescription: helpText(definition), customUsage: [usage] },
  });
}

// The overloads state what the compiler cannot follow, since the parser's types are conditional ones of types that
// are not known yet: it is given what the definition declares, and so gives the handler what that expects.
function parserParameters<Options extends object, Words extends readonly (string | undefined)[]>(
  definition: CommandDefinition<Options, Words>,
): TypedCommandParameters<Given, string[], KistContext>;
function parserParameters({
  options,
  aliases,
  words,
}: {
  readonly options?: object;
  readonly aliases?: object;
  readonly words?: object;
}): object {
  return {
    flags: { ...options, ...globalOptions },
    ...(aliases === undefined ? {} : { aliases }),
    ...(words === undefined ? {} : { positional: words }),
  };
}

function call<Options extends object, Words extends readonly (string | undefined)[]>(
  handler: Handler<Options, Words>,
  session: Session,
  options: object,
  words: readonly string[],
): Promise<number | void>;
function call(
  handler: (
    session: Session,
    options: object,
    ...words: readonly string[]
  ) => Promise<number | void>,
  session: Session,
  options: object,
  words: readonly string[],
): Promise<number | void> {
  return handler(session, options, ...words);
}

/** The text of a command's help, before its options. */
function helpText({ summary, description, examples, json }: CommandText): string {
  const parts = [wrapped(description ?? `${summary}.`)];
  if (examples.length > 0) {
    const lines = examples.flatMap(({ line, does }) => [`  ${line}`, `      ${does}`]);
    parts.push(`Examples:\n${lines.join("\n")}`);
  }
  if (json !== undefined) parts.push(`With --json: ${json}`);
  return parts.join("\n\n");
}

/** Text in lines of at most 100 characters. */
function wrapped(text: string): string {
  return text.replaceAll(/(?![^\n]{1,100}$)([^\n]{1,100})\s/g, "$1\n");
}
