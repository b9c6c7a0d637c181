import type { RunOptions } from "../commands/run.ts";
import { command } from "../command.ts";
import { secretNames } from "../completion/proposals.ts";
import { switchOption, textsOption } from "./options.ts";
import { commandWords } from "./words.ts";

/*
 * Not `--env-file`: Node looks for that option behind its program's name too, and sets NODE_OPTIONS from the file
 * before the program runs, so that a file of somebody else's could have code run in kist itself.
 */

/** The commands that hand secrets to programs. */
export const runningCommands = {
  run: command<RunOptions, string[]>({
    summary: "Run a command with secrets in its variables",
    usage: "[--secret NAME]… [--dotenv FILE]… [--allow VAR]… [--prefer-env] -- COMMAND",
    description:
      "Runs COMMAND with the keys of the named secrets as variables, and ends as it ends. Without --secret, the secrets that " +
      'keykist.json names for it are taken: "run": { "secrets": ["web"] }. A secret that does not fit its schema ends it ' +
      "before COMMAND starts. A key of a secret comes before a variable that is there already, unless --prefer-env is given " +
      "and that variable is not blank. A file of --dotenv is read as node --env-file reads it: of two files the later " +
      "counts, and a variable that is there already comes before both. {{name.key}} in it stands for the value of a " +
      "secret, and comes before a blank variable; \\{{ stands for {{. KEYKIST_KEY, KEYKIST_PASSPHRASE and the " +
      "variables from which configured flavors take their credentials never reach COMMAND. Two secrets with one key end it before COMMAND starts; so do names that decide what code runs or where " +
      "traffic goes (docs/run-variables.md), unless --allow names them.",
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
          "Inject even this variable, which decides what code runs or where traffic goes; may be repeated",
      }),
      preferEnv: switchOption("Let variables that are set already come before keys of secrets"),
    },
    words: commandWords,
    load: () => import("../commands/run.ts"),
  }),
};
