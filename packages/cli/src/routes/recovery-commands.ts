import { command } from "../command.ts";
import type { AdoptOptions } from "../commands/adopt.ts";
import type { RollbackOptions } from "../commands/rollback.ts";
import { noNames, schemaTypes, unownedNames } from "../completion/proposals.ts";
import { switchOption, textOption } from "./options.ts";
import { nameWord, nameWords, optionalWord } from "./words.ts";

/** The commands that restore earlier states and adopt secrets. */
export const recoveryCommands = {
  history: command<object, [name: string]>({
    summary: "List the states of a secret that are kept, newest first",
    usage: "NAME",
    description:
      "Shows for each state its revision, its time, and what it changed: +KEY was added, -KEY removed, ~KEY changed. For the " +
      "oldest, it shows the keys. Values are compared, but not shown. If they may not be read, changed keys are not shown.",
    examples: [
      { line: "kist history prod-db", does: "shows revisions, times and keys, no values" },
    ],
    json: '[{ "revision", "createdAt", "keys", "added", "removed", "changed" }]; null where it is not known',
    words: { kind: "tuple", parameters: [nameWord] },
    load: () => import("../commands/history.ts"),
  }),
  rollback: command<RollbackOptions, [name: string, revision?: string]>({
    summary: "Put an earlier state of a secret in force again",
    usage: "NAME REVISION | NAME --previous",
    description:
      "That state becomes a new revision, so that the rollback itself can be undone. The beginning of a revision is enough " +
      "if it is unambiguous.",
    examples: [
      { line: "kist rollback prod-db R", does: "takes R from kist history prod-db" },
      { line: "kist rollback prod-db --previous", does: "takes the last change back" },
    ],
    json: '{ "name", "revision" }',
    options: { previous: switchOption("The state before the present one") },
    words: {
      kind: "tuple",
      parameters: [
        nameWord,
        optionalWord({
          placeholder: "REVISION",
          brief: "The state to go back to, or its beginning: see kist history",
        }),
      ],
    },
    load: () => import("../commands/rollback.ts"),
  }),
  undelete: command<object, string[]>({
    summary: "Bring deleted secrets back",
    usage: "NAME…",
    description:
      "Brings deleted secrets back as they were, if the manager keeps them for a while: see " +
      "kist manager describe. If one of several cannot be brought back, the others are.",
    examples: [{ line: "kist undelete prod-db", does: "restores it, with a new revision" }],
    json: '[{ "name", "revision" }]',
    words: nameWords(1, { propose: noNames }),
    load: () => import("../commands/undelete.ts"),
  }),
  adopt: command<AdoptOptions, string[]>({
    summary: "Take over secrets that something else made",
    usage: "NAME… --schema TYPE | --prefix P --schema TYPE [--dry-run]",
    description:
      "Makes keykist the owner of secrets that another tool made, so that kist can change them. Their values do not " +
      "change. A secret has to fit the schema, which it keeps. On GCP, kist then changes a copy: programs that read the " +
      "original still get its old value. --prefix adopts all whose names begin with P, once you agree; '' means all. " +
      "--dry-run checks that they fit the schema, and changes nothing. It does not show what only the backend refuses, " +
      "such as plain text on AWS. If one of several cannot be adopted, the others are.",
    examples: [
      { line: "kist list --not-owned", does: "shows what can be adopted" },
      {
        line: "kist adopt prod-db --schema basic_auth",
        does: "checks its keys, and takes it over",
      },
      {
        line: "kist adopt --prefix team/ --schema arbitrary --dry-run",
        does: "says what would be adopted, and what does not fit",
      },
    ],
    json: '[{ "name", "type", "revision", "result": "adopted" | "unchanged" | "would_adopt" }]',
    options: {
      schema: textOption({
        placeholder: "TYPE",
        brief: "The schema that they get: see kist schema list",
        propose: schemaTypes,
      }),
      prefix: textOption({ placeholder: "P", brief: "All whose names begin with this" }),
      dryRun: switchOption("Check, and change nothing"),
    },
    words: nameWords(0, { propose: unownedNames }),
    load: () => import("../commands/adopt.ts"),
  }),
};
