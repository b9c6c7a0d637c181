import { buildRouteMap, type RouteMap } from "@stricli/core";
import { command } from "../command.ts";
import type { ManagerRegisterOptions } from "../commands/manager/register.ts";
import type { ManagerUpdateOptions } from "../commands/manager/update.ts";
import { flavorNames, managerNames, ownManagerNames } from "../completion/proposals.ts";
import type { KistContext } from "../kist-context.ts";
import { flavorCommands } from "./flavor-commands.ts";
import { textOption, textsOption } from "./options.ts";
import { placeOptions } from "./place-options.ts";
import { assignedWords, optionalWord, word } from "./words.ts";

const managerWord = { placeholder: "NAME", brief: "The manager's name" };

const routes = {
  register: command<ManagerRegisterOptions, [name: string, ...words: string[]]>({
    summary: "Add a manager to the configuration",
    usage: "NAME --flavor FLAVOR [KEY=VALUE]… [--project | --user]",
    description:
      "Checks the options by the flavor's schema, and writes them into the nearest trusted project file, else into your " +
      "own configuration. Keys and passwords are refused: a configuration is a plain file. The first manager becomes " +
      "the active one. Entries of a map are KEY.NAME=VALUE.",
    examples: [
      {
        line: "kist manager register dev --flavor local",
        does: "one encrypted file on this machine",
      },
      {
        line: "kist manager register prod --flavor aws region=eu-west-1 --project",
        does: "writes keykist.json, to be shared with the project",
      },
    ],
    json: '{ "name", "id", "flavor", "active", "file" }',
    options: {
      flavor: textOption({
        placeholder: "FLAVOR",
        brief: "How it keeps secrets: see kist flavor list",
        propose: flavorNames,
      }),
      ...placeOptions,
    },
    words: assignedWords("NAME", { brief: "The manager's name, then its options" }),
    load: () => import("../commands/manager/register.ts"),
  }),
  list: command<object, []>({
    summary: "List the managers",
    usage: "",
    description: "Lists the managers; * stands before the one that is worked with now.",
    examples: [{ line: "kist manager list", does: "shows name, flavor and scope of each" }],
    json: '[{ "name", "id", "flavor", "scope", "active", "chosen" }]',
    load: () => import("../commands/manager/list.ts"),
  }),
  describe: command<object, [name?: string]>({
    summary: "Show a manager",
    usage: "[NAME]",
    description:
      "Shows a manager's configuration and what it can do; without NAME, the one that is worked with now, and why.",
    examples: [
      { line: "kist manager describe prod", does: "shows its options, secret ones hidden" },
    ],
    json: '{ "name", "id", "flavor", "file", "config", "capabilities" }',
    words: {
      kind: "tuple",
      parameters: [optionalWord({ ...managerWord, propose: managerNames })],
    },
    load: () => import("../commands/manager/describe.ts"),
  }),
  update: command<ManagerUpdateOptions, [name: string, ...words: string[]]>({
    summary: "Change a manager's options",
    usage: "NAME [KEY=VALUE]… [--unset KEY]…",
    examples: [
      { line: "kist manager update prod region=eu-central-1", does: "changes one option" },
      { line: "kist manager update prod --unset endpoint", does: "takes one out" },
    ],
    json: '{ "name", "id", "file" }',
    options: {
      unset: textsOption({ placeholder: "KEY", brief: "Take this option out" }),
    },
    words: assignedWords("NAME", {
      brief: "The manager's name, then its options",
      propose: ownManagerNames,
    }),
    load: () => import("../commands/manager/update.ts"),
  }),
  rename: command<object, [name: string, next: string]>({
    summary: "Give a manager another name",
    usage: "NAME NEW",
    description: "Gives a manager another name. It keeps its id, and so its secrets.",
    examples: [{ line: "kist manager rename dev local", does: "dev is called local from now on" }],
    json: '{ "name", "id", "file" }',
    words: {
      kind: "tuple",
      parameters: [
        word({ ...managerWord, propose: ownManagerNames }),
        word({ placeholder: "NEW", brief: "Its new name" }),
      ],
    },
    load: () => import("../commands/manager/rename.ts"),
  }),
  copy: command<object, [name: string, copy: string]>({
    summary: "Add a manager with the options of another",
    usage: "NAME NEW",
    description:
      "Adds a manager with the options of another and an id of its own. Secrets are not copied: see kist export and kist import.",
    examples: [
      { line: "kist manager copy prod staging", does: "adds staging, with prod's options" },
    ],
    json: '{ "name", "id", "file" }',
    words: {
      kind: "tuple",
      parameters: [
        word({ ...managerWord, propose: ownManagerNames }),
        word({ placeholder: "NEW", brief: "The name of the copy" }),
      ],
    },
    load: () => import("../commands/manager/copy.ts"),
  }),
  delete: command<object, [name: string]>({
    summary: "Take a manager out of the configuration",
    usage: "NAME",
    description:
      "Takes a manager out of the configuration, once you agree. Its secrets are left where they are; kist says how " +
      "many it sees.",
    examples: [
      { line: "kist manager delete staging", does: "asks first" },
      { line: "kist manager delete staging --yes", does: "does not" },
    ],
    json: '{ "name", "id", "secretsLeft", "file" }',
    words: { kind: "tuple", parameters: [word({ ...managerWord, propose: ownManagerNames })] },
    load: () => import("../commands/manager/delete.ts"),
  }),
  use: command<object, [name: string]>({
    summary: "Choose the manager to work with",
    usage: "NAME",
    description:
      "Chooses the manager that you work with in this configuration from now on. It is remembered for you alone, and " +
      "comes before what the configuration calls active.",
    examples: [{ line: "kist manager use prod", does: "what follows is about prod" }],
    json: '{ "name", "file" }',
    words: { kind: "tuple", parameters: [word({ ...managerWord, propose: managerNames })] },
    load: () => import("../commands/manager/use.ts"),
  }),
};

/** `kist manager …` */
export const managerCommands: RouteMap<KistContext> = buildRouteMap({
  routes,
  docs: { brief: "The managers that keep secrets" },
});

/** `kist secrets-manager …`: the same, and the flavors, for those who come from ZenML. */
export const secretsManagerCommands: RouteMap<KistContext> = buildRouteMap({
  routes: { ...routes, flavor: flavorCommands },
  docs: { brief: "The same as kist manager and kist flavor" },
});
