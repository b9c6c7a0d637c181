import { command } from "../command.ts";
import { keysOfSecret, schemaTypes, secretNames, secretThenKeys } from "../completion/proposals.ts";
import type { GetOptions } from "../commands/get.ts";
import type { ListOptions } from "../commands/list.ts";
import type { RegisterOptions } from "../commands/register.ts";
import type { UpdateOptions } from "../commands/update.ts";
import { switchOption, textOption, textsOption } from "./options.ts";
import { valueOptions } from "./value-options.ts";
import { assignedWords, keyWord, nameWord, nameWords, word } from "./words.ts";

/** The commands on secrets. */
export const secretCommands = {
  register: command<RegisterOptions, [name: string, ...words: string[]]>({
    summary: "Keep a new secret",
    usage:
      "NAME [KEY=VALUE | KEY=@FILE | KEY=- | KEY]… [--schema TYPE] [--values JSON|@FILE|-] [-i]",
    description:
      "KEY=VALUE is the value as it stands, KEY=@FILE reads a file, KEY=@@… begins with the sign, KEY=- reads stdin, and KEY alone asks for the value " +
      "without showing it. Values are kept byte for byte. With a schema they are checked before anything is written.",
    examples: [
      { line: "kist register prod-db username=app password", does: "asks for the password" },
      {
        line: "kist register tls --schema tls certificate=@cert.pem private_key=@key.pem",
        does: "reads files",
      },
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
      ...valueOptions,
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
      "a newline is added on a terminal only. --reveal shows a value that is not plain to see in quotes, escaped.",
    examples: [
      { line: "kist get prod-db", does: "shows its type and keys, the values masked" },
      { line: "kist get prod-db password | wc -c", does: "hands on one value, byte for byte" },
      {
        line: "kist get id:/app/db",
        does: "reads what another tool made under a name that keykist does not allow",
      },
    ],
    json: '{ "name", "type", "revision", "content": { key: value } }',
    options: {
      reveal: switchOption("Show the values"),
      revision: textOption({
        placeholder: "R",
        brief: "An earlier state, or its beginning: see kist history",
      }),
    },
    words: { kind: "tuple", parameters: [nameWord, keyWord] },
    load: () => import("../commands/get.ts"),
  }),
  list: command<ListOptions, []>({
    summary: "List the secrets, without their values",
    usage: "[--prefix P] [--not-owned]",
    description:
      "On a terminal: name, type, and when it was changed last. In a pipe: name, type, revision and that time, with a tab " +
      "between them. Secrets are written as the backend lists them, so that a long list begins at once. With --not-owned, " +
      "lists name and time of secrets that other tools made in the backend: kist adopt takes them over. Names that begin " +
      "with id: can only be read.",
    examples: [
      { line: "kist list --prefix team/", does: "lists what begins with team/" },
      { line: "kist list | cut -f1", does: "hands on the names" },
      { line: "kist list --not-owned", does: "lists what can be adopted" },
    ],
    json: '[{ "name", "type", "revision", "updatedAt" }]; with --not-owned [{ "name", "updatedAt" }]',
    options: {
      prefix: textOption({ placeholder: "P", brief: "Only names that begin with this" }),
      notOwned: switchOption("Secrets that other tools made, and keykist has not adopted"),
    },
    load: () => import("../commands/list.ts"),
  }),
  describe: command<object, [name: string]>({
    summary: "Say what is known of a secret, without its values",
    usage: "NAME",
    examples: [{ line: "kist describe prod-db", does: "shows its type, keys, revision and times" }],
    json: '{ "name", "type", "revision", "keys", "createdAt", "updatedAt", "owned" }',
    words: { kind: "tuple", parameters: [nameWord] },
    load: () => import("../commands/describe.ts"),
  }),
  update: command<UpdateOptions, [name: string, ...words: string[]]>({
    summary: "Change keys of a secret, or its whole content",
    usage:
      "NAME [KEY=VALUE | KEY=@FILE | KEY=- | KEY]… [--unset KEY]… [--replace] [--if-revision R] [--values JSON|@FILE|-] [-i]",
    description:
      "The keys that are given are merged into what is there; all others stay, also those that somebody else changes at " +
      "the same time. With --replace, what is given is the whole content. Values are given as to kist register.",
    examples: [
      { line: "kist update prod-db password", does: "asks for the new password" },
      { line: "kist update prod-db token=@token.txt --unset password", does: "swaps two keys" },
      {
        line: "kist update prod-db --if-revision R password=-",
        does: "changes it only if nobody else has since R",
      },
    ],
    json: '{ "name", "revision" }',
    options: {
      unset: textsOption({
        placeholder: "KEY",
        brief: "Remove this key",
        propose: keysOfSecret,
      }),
      replace: switchOption("Give the whole content: what is not named goes"),
      ifRevision: textOption({
        placeholder: "R",
        brief: "Only if it is still in this state; the whole revision",
      }),
      ...valueOptions,
    },
    aliases: { i: "interactive" },
    words: assignedWords("NAME", { propose: secretThenKeys }),
    load: () => import("../commands/update.ts"),
  }),
  rename: command<object, [from: string, to: string]>({
    summary: "Give a secret another name",
    usage: "A B",
    description:
      "Its type and its values stay, byte for byte; its history goes. It is written under the new name, and then deleted " +
      "under the old one if nobody has changed it. Run it again where it was cut short.",
    examples: [{ line: "kist rename prod-db team/prod-db", does: "puts it among those of a team" }],
    json: '{ "name", "revision" }',
    words: {
      kind: "tuple",
      parameters: [
        word({ placeholder: "A", brief: "The name of the secret", propose: secretNames }),
        word({ placeholder: "B", brief: "The name that it gets; there must be no such secret" }),
      ],
    },
    load: () => import("../commands/rename.ts"),
  }),
  delete: command<object, string[]>({
    summary: "Delete secrets",
    usage: "NAME…",
    description:
      "Asks first; without a terminal it needs --yes. Where one of several cannot be deleted, the others are.",
    examples: [
      { line: "kist delete prod-db", does: "asks, then deletes it with its history" },
      { line: "kist delete old-1 old-2 --yes", does: "asks nothing" },
    ],
    json: '{ "deleted": [name] }',
    words: nameWords(1),
    load: () => import("../commands/delete.ts"),
  }),
  cleanup: command<object, []>({
    summary: "Delete all secrets of a manager",
    usage: "",
    description:
      "Asks for the manager's name first; without a terminal it needs --yes, and --manager to say which. Only the secrets of " +
      "the manager's own scope go.",
    examples: [{ line: "kist cleanup --manager dev", does: "deletes all that dev holds" }],
    json: '{ "manager", "deleted": count, "failed": [name] }',
    load: () => import("../commands/cleanup.ts"),
  }),
};
