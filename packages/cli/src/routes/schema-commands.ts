import { buildRouteMap, type RouteMap } from "@stricli/core";
import { command } from "../command.ts";
import { schemaTypes } from "../completion/proposals.ts";
import type { PlaceOptions } from "../configuration/configuration-to-edit.ts";
import type { KistContext } from "../kist-context.ts";
import { placeOptions } from "./place-options.ts";
import { word } from "./words.ts";

/** `kist schema …` */
export const schemaCommands: RouteMap<KistContext> = buildRouteMap({
  routes: {
    list: command<object, []>({
      summary: "List the schemas",
      usage: "",
      description: "Lists the built-in schemas and those of the configuration's modules.",
      examples: [{ line: "kist schema list", does: "shows each type, and where it comes from" }],
      json: '[{ "type", "source" }]',
      load: () => import("../commands/schema/list.ts"),
    }),
    describe: command<object, [type: string]>({
      summary: "Show a schema",
      usage: "TYPE",
      description:
        "Shows the keys of a schema, required and optional; with --json its JSON Schema too.",
      examples: [{ line: "kist schema describe basic_auth", does: "shows its keys" }],
      json: '{ "type", "source", "required", "optional", "jsonSchema" }',
      words: {
        kind: "tuple",
        parameters: [
          word({ placeholder: "TYPE", brief: "The schema's type", propose: schemaTypes }),
        ],
      },
      load: () => import("../commands/schema/describe.ts"),
    }),
    register: command<PlaceOptions, [source: string]>({
      summary: "Add schemas of your own",
      usage: "SOURCE [--project | --user]",
      description:
        "SOURCE is the path of a module, or a package that is installed. It is imported in a process of its own, and has " +
        "to export schemas, or to register them.",
      examples: [
        { line: "kist schema register ./schemas.ts", does: "registers all schemas in it" },
      ],
      json: '{ "source", "types", "file" }',
      options: placeOptions,
      words: {
        kind: "tuple",
        parameters: [word({ placeholder: "SOURCE", brief: "A path or a package" })],
      },
      load: () => import("../commands/schema/register.ts"),
    }),
  },
  docs: { brief: "The schemas that secrets are checked with" },
});
