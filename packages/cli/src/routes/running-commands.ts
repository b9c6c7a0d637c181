import type { RunOptions } from "../commands/run.ts";
import { command } from "../command.ts";
import { secretNames } from "../completion/proposals.ts";
import { textsOption } from "./options.ts";
import { commandWords } from "./words.ts";

/*
 * Not `--env-file`: Node looks for that option behind its program's name too, and sets NODE_OPTIONS from the file
 * before the program runs, so that a file of somebody else's could have code run in kist itself.
 */

/** The commands that hand secrets to programs. */
export const runningCommands = {
  run: command<RunOptions, string[]>({
    summary: "Run a command with secrets in its variables",
    usage: "[--secret NAME]… [--dotenv FILE]… [--allow VAR]… -- COMMAND",
    description:
      "Runs COMMAND with the keys of the named secrets as variables, beside those that are there, and ends as it ends. " +
      "A file of --dotenv is read as Node reads it; {{name.key}} in it stands for the value of a secret. Nothing else " +
      "is injected. KEYKIST_KEY, KEYKIST_PASSPHRASE and the variables from which configured flavors take their " +
      "credentials never reach COMMAND. Two variables of one name end it before COMMAND starts; so do names that decide " +
      "what code runs or where traffic goes (docs/run-variables.md), unless --allow names them.",
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
    },
    words: commandWords,
    load: () => import("../commands/run.ts"),
  }),
};
