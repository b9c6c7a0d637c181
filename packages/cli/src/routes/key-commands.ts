import { buildRouteMap, type RouteMap } from "@stricli/core";
import { command } from "../command.ts";
import type { RekeyOptions } from "../commands/key/rekey.ts";
import { KEY_KINDS } from "../key-kinds.ts";
import type { KistContext } from "../kist-context.ts";
import { textOption } from "./options.ts";

/** `kist key …` */
export const keyCommands: RouteMap<KistContext> = buildRouteMap({
  routes: {
    source: command<object, []>({
      summary: "Say what opens the store",
      usage: "",
      description:
        "Says where the key of the local store comes from, what the store was made with, and whether the one opens the " +
        "other. Asks nobody, and makes nothing.",
      examples: [{ line: "kist key source", does: "names the key file, or the variable" }],
      json: '{ "file", "expected", "kind", "from", "opens" }',
      load: () => import("../commands/key/source.ts"),
    }),
    export: command<object, []>({
      summary: "Write the key that opens the store",
      usage: "",
      description:
        "Writes the key of the local store as base64: what KEYKIST_KEY is set to elsewhere. It opens everything in the " +
        "store, so that a word has to be typed first, or --yes given.",
      examples: [
        {
          line: "(umask 077; kist key export --yes > key)",
          does: "for another machine, in a file that only its owner can read",
        },
      ],
      json: '{ "key" }',
      load: () => import("../commands/key/export.ts"),
    }),
    rekey: command<RekeyOptions, []>({
      summary: "Give the store another key",
      usage: "--to key-file|passphrase|key [--value @FILE|-]",
      description:
        "Seals everything in the local store again, under a new key, in one step. A new passphrase is asked for twice; " +
        "--value reads it, or the new key, from a file or stdin, without the newline at its end.",
      examples: [
        { line: "kist key rekey --to passphrase", does: "asks for the new passphrase" },
        {
          line: "(umask 077; openssl rand -base64 32 > key) && kist key rekey --to key --value @key",
          does: "from now on KEYKIST_KEY opens it",
        },
      ],
      json: '{ "file", "source", "keyFile", "states", "formerKeyIn" }',
      options: {
        to: {
          kind: "enum",
          values: KEY_KINDS,
          optional: true,
          brief: "What opens the store from now on",
        },
        value: textOption({
          placeholder: "@FILE|-",
          brief: "Where the new key or passphrase stands",
        }),
      },
      load: () => import("../commands/key/rekey.ts"),
    }),
  },
  docs: { brief: "The key of the local store" },
});
