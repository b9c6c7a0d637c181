import { command } from "../command.ts";
import { schemaTypes } from "../completion/proposals.ts";
import type { GetOptions } from "../commands/get.ts";
import type { RegisterOptions } from "../commands/register.ts";
import { switchOption, textOption } from "./options.ts";
import { assignedWords, keyWord, nameWord } from "./words.ts";

/** The commands on secrets. */
export const secretCommands = {
  register: command<RegisterOptions, [name: string, ...words: string[]]>({
    summary: "Keep a new secret",
    usage:
      "NAME [KEY=VALUE | KEY=@FILE | KEY=- | KEY]… [--schema TYPE] [--values JSON|@FILE|-] [-i]",
    description:
      "KEY=VALUE is the value as it stands, KEY=@FILE reads a file, KEY=- reads stdin, and KEY alone asks for the value " +
      "without showing it. Values are kept byte for byte. With a schema they are checked before anything is written.",
    examples: [
      { line: "kist register prod-db username=app password", does: "asks for the password" },
      { line: "kist register tls --schema tls cert=@cert.pem key=@key.pem", does: "reads files" },
      {
        line: "kist register prod-db --schema basic_auth -i",
        does: "asks for each key of the schema",
      },
    ],
    json: '{ "name", "revision" }',
    options: {
      schema: textOption({
        placeholder: "TYPE",
        brief: "The schema to check it with; default arbitrary",
        propose: schemaTypes,
      }),
      values: textOption({
        placeholder: "JSON",
        brief: "Values as a JSON object of strings; @FILE reads a file, - reads stdin",
      }),
      interactive: switchOption("Ask for each key"),
    },
    aliases: { i: "interactive" },
    words: assignedWords("NAME"),
    load: () => import("../commands/register.ts"),
  }),
  get: command<GetOptions, [name: string, key?: string]>({
    summary: "Show a secret, or write one of its values",
    usage: "NAME [KEY] [--reveal] [--revision R]",
    description:
      "Without KEY, shows the secret with its values masked. With KEY, writes exactly the bytes of that value; " +
      "a newline is added on a terminal only.",
    examples: [
      { line: "kist get prod-db", does: "shows its type and keys, the values masked" },
      { line: "kist get prod-db password | wc -c", does: "hands on one value, byte for byte" },
    ],
    json: '{ "name", "type", "revision", "content": { key: value } }',
    options: {
      reveal: switchOption("Show the values"),
      revision: textOption({ placeholder: "R", brief: "An earlier state of it: see kist history" }),
    },
    words: { kind: "tuple", parameters: [nameWord, keyWord] },
    load: () => import("../commands/get.ts"),
  }),
};
