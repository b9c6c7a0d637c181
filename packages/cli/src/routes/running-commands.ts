import type { RunOptions } from "../commands/run.ts";
import { command } from "../command.ts";
import { secretNames } from "../completion/proposals.ts";
import { switchOption, textsOption } from "./options.ts";
import { commandWords } from "./words.ts";

/*
 * Not `--env-file`: Node looks for that option behind its program's name too, and sets NODE_OPTIONS from the file
 * before the program runs, so that a file of someone else's could have code run in kist itself.
 */

/** The commands that hand secrets to programs. */
export const runningCommands = {
  run: command<RunOptions, string[]>({
    summary: "Run a command with secrets in its variables",
    usage: "[--secret NAME]… [--dotenv FILE]… [--allow VAR]… [--prefer-env] -- COMMAND",
    description:
      "Runs COMMAND with the keys of the named secrets as variables, and ends as COMMAND ends. Without --secret, the " +
      'secrets are those that keykist.json names: "run": { "secrets": ["web"] }. A key of a secret replaces a variable that ' +
      "is already set, unless --prefer-env is given and that variable is not blank. A file of --dotenv is read as node " +
      "--env-file reads it: of two files the later counts, and a variable that is already set comes before both. {{name.key}} " +
      "in it stands for the value of a secret, and comes before a blank variable; \\{{ stands for {{. COMMAND never gets " +
      "KEYKIST_KEY, KEYKIST_PASSPHRASE and the variables from which configured flavors take their credentials. COMMAND does " +
      "not start if a secret does not fit its schema, if two secrets have the same key, or if a name decides what code runs or where " +
      "traffic goes (docs/run-variables.md), unless --allow names it.",
    examples: [
      {
        line: "kist run --secret prod-db -- node server.js",
        does: "its keys are variables of server.js",
      },
      {
        line: "kist run --dotenv .env.template -- npm start",
        does: "DATABASE_URL=postgres://{{prod-db.username}}:{{prod-db.password}}@db/app is a line of the file",
      },
    ],
    options: {
      secret: textsOption({
        placeholder: "NAME",
        brief: "Inject the keys of this secret; may be repeated",
        propose: secretNames,
      }),
      dotenv: textsOption({
        placeholder: "FILE",
        brief: "Inject the variables of this file; may be repeated",
      }),
      allow: textsOption({
        placeholder: "VAR",
        brief:
          "Also inject this variable, which decides what code runs or where traffic goes; may be repeated",
      }),
      preferEnv: switchOption("Let a variable that is already set come before a key of a secret"),
    },
    words: commandWords,
    load: () => import("../commands/run.ts"),
  }),
};
