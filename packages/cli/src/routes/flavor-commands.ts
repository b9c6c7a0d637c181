import { buildRouteMap, type RouteMap } from "@stricli/core";
import { command } from "../command.ts";
import { flavorNames, ownFlavorNames } from "../completion/proposals.ts";
import type { NewFlavorOptions } from "../commands/flavor/new.ts";
import type { PlaceOptions } from "../configuration/configuration-to-edit.ts";
import type { KistContext } from "../kist-context.ts";
import { textOption } from "./options.ts";
import { placeOptions } from "./place-options.ts";
import { word } from "./words.ts";

const flavorWord = { placeholder: "NAME", brief: "The flavor's name" };

/** `kist flavor …` */
export const flavorCommands: RouteMap<KistContext> = buildRouteMap({
  routes: {
    register: command<PlaceOptions, [source: string]>({
      summary: "Add a flavor of your own",
      usage: "SOURCE[#EXPORT] [--project | --user]",
      description:
        "SOURCE is the path of a module, or a package that is installed. It is imported in a process of its own, and has " +
        "to export a class that extends BaseSecretsManager. TypeScript runs on Node 22.18 and later.",
      examples: [
        {
          line: "kist flavor register ./flavors/acme.ts",
          does: "registers the one flavor in that module",
        },
        {
          line: "kist flavor register @acme/keykist#AcmeSecretsManager",
          does: "registers one of several in a package",
        },
      ],
      json: '{ "name", "source", "file" }',
      options: placeOptions,
      words: {
        kind: "tuple",
        parameters: [
          word({ placeholder: "SOURCE", brief: "A path or a package, and the export in it" }),
        ],
      },
      load: () => import("../commands/flavor/register.ts"),
    }),
    list: command<object, []>({
      summary: "List the flavors",
      usage: "",
      description: "Lists keykist's own flavors and those that the configuration registers.",
      examples: [{ line: "kist flavor list", does: "shows where each comes from" }],
      json: '[{ "name", "source", "installed", "version" }]',
      load: () => import("../commands/flavor/list.ts"),
    }),
    describe: command<object, [name: string]>({
      summary: "Show a flavor",
      usage: "NAME",
      description:
        "Shows what its managers are configured with, what they can do, and what its package says of its conformance: " +
        "in conformance.json, beside the package.json, where its authors may keep what kist conformance --json has printed. " +
        "That is a claim of theirs. It says where the claim is about another version, or other capabilities, than are there.",
      examples: [{ line: "kist flavor describe local", does: "shows its options and limits" }],
      json:
        '{ "name", "source", "defaultScope", "fields", "capabilities", "conformance": ' +
        '{ "status": "none" | "damaged" | "reported", "file", … } }; all of a report but its cases: of these, "failed"',
      words: { kind: "tuple", parameters: [word({ ...flavorWord, propose: flavorNames })] },
      load: () => import("../commands/flavor/describe.ts"),
    }),
    delete: command<object, [name: string]>({
      summary: "Take a flavor out of the configuration",
      usage: "NAME",
      description:
        "Takes a flavor out of the configuration, unless a manager uses it. Its module stays where it is.",
      examples: [{ line: "kist flavor delete acme", does: "acme is registered no longer" }],
      json: '{ "name", "file" }',
      words: { kind: "tuple", parameters: [word({ ...flavorWord, propose: ownFlavorNames })] },
      load: () => import("../commands/flavor/delete.ts"),
    }),
    new: command<NewFlavorOptions, [folder: string]>({
      summary: "Begin a flavor of your own",
      usage: "DIR [--name NAME]",
      description:
        "Makes a package in DIR, which must not be there yet or be empty: a whole flavor that keeps secrets in files of " +
        "a folder, and passes the conformance suite. What it does with files, yours does with its backend. Its name is " +
        "that of DIR, without keykist- before it.",
      examples: [
        {
          line: "kist flavor new ./acme",
          does: "makes the flavor acme, in the package keykist-acme",
        },
        { line: "kist flavor new . --name acme", does: "likewise, in the working folder" },
      ],
      json: '{ "name", "package", "class", "folder", "files" }',
      options: {
        name: textOption({
          placeholder: "NAME",
          brief: 'The flavor\'s name: lower-case letters, digits and "-"',
        }),
      },
      words: {
        kind: "tuple",
        parameters: [word({ placeholder: "DIR", brief: "The folder to make" })],
      },
      load: () => import("../commands/flavor/new.ts"),
    }),
  },
  docs: { brief: "The flavors that managers are made of" },
});
