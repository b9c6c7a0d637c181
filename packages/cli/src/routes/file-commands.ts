import { command } from "../command.ts";
import { schemaTypes } from "../completion/proposals.ts";
import type { ExportOptions } from "../commands/export.ts";
import type { ImportOptions } from "../commands/import.ts";
import { switchOption, textOption, textsOption } from "./options.ts";
import { nameWords, word } from "./words.ts";

/** The commands that take secrets from files, and write them into others. */
export const fileCommands = {
  export: command<ExportOptions, string[]>({
    summary: "Write secrets with their values, for a file or another program",
    usage: "[NAME…] --format json|dotenv|shell [--allow VAR]…",
    description:
      "Without NAME, all secrets. json is what kist import reads. dotenv is one flat file that node --env-file reads back " +
      "byte for byte. A shell must not read it, and docker run --env-file would keep its quotes. shell is lines that sh, " +
      "bash, zsh and fish can evaluate, and that run nothing. Both refuse two secrets with the same key, keys that are " +
      "not valid variable names, and values that such a file cannot hold.",
    examples: [
      {
        line: "(umask 077; kist export --format json > secrets.json)",
        does: "writes a file that only its owner can read",
      },
      { line: "kist export web --format dotenv", does: "writes KEY='value' lines" },
      {
        line: 'eval "$(kist export web --format shell)"',
        does: "sets its keys as variables of this shell",
      },
      {
        line: "kist run --secret web -- docker run --env API_TOKEN web",
        does: "hands one value to a container, without a file",
      },
    ],
    json: '[{ "name", "type", "content": { key: value } }], as --format json',
    options: {
      format: textOption({ placeholder: "FORMAT", brief: "json, dotenv or shell" }),
      allow: textsOption({
        placeholder: "VAR",
        brief:
          "With shell, also write this variable, which decides what code runs or where traffic goes; may be repeated",
      }),
    },
    words: nameWords(0),
    load: () => import("../commands/export.ts"),
  }),
  import: command<ImportOptions, [file: string]>({
    summary: "Keep the secrets of a .env or JSON file",
    usage: "FILE [--as NAME] [--schema TYPE] [--format json|dotenv] [--dialect DIALECT] [--lossy]",
    description:
      "A .env file becomes one secret, read as node --env-file reads it. --dialect reads it as another program does: " +
      "dotenv is the npm package, shell is bash with set -a, docker is docker run --env-file. Nothing is run, and nothing " +
      "from outside of the file is expanded. If part of a line would be lost, kist names the line and writes nothing, " +
      "unless --lossy accepts the loss. A JSON file is an object of strings, which becomes one secret, or the output of " +
      "kist export. A secret that exists with other values is updated after a question, or with --yes. The file itself " +
      "is not changed. - reads stdin.",
    examples: [
      { line: "kist import .env --as web", does: "keeps all its keys as one secret" },
      {
        line: "kist import deploy.env --as web --dialect shell",
        does: "reads quotes, backslashes and # as bash does",
      },
      { line: "kist import secrets.json", does: "keeps what kist export has written" },
    ],
    json: '[{ "name", "revision", "result": "registered" | "updated" | "unchanged" }]',
    options: {
      as: textOption({ placeholder: "NAME", brief: "The name that the secret gets" }),
      schema: textOption({
        placeholder: "TYPE",
        brief: "The schema of a new secret",
        propose: schemaTypes,
      }),
      format: textOption({
        placeholder: "FORMAT",
        brief: "json or dotenv; by default json for *.json, else dotenv",
      }),
      dialect: textOption({
        placeholder: "DIALECT",
        brief: "Read the .env file as node, dotenv, shell or docker does; by default node",
      }),
      lossy: switchOption("Import the rest of a file that cannot be taken whole"),
    },
    words: {
      kind: "tuple",
      parameters: [word({ placeholder: "FILE", brief: "The file; - for stdin" })],
    },
    load: () => import("../commands/import.ts"),
  }),
};
