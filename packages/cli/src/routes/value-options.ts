import type { TypedFlagParameter } from "@stricli/core";
import type { KistContext } from "../kist-context.ts";
import { switchOption, textOption } from "./options.ts";

/** The options that give values, beside the words behind a name. */
export const valueOptions: {
  readonly values: TypedFlagParameter<string | undefined, KistContext>;
  readonly interactive: TypedFlagParameter<boolean | undefined, KistContext>;
} = {
  values: textOption({
    placeholder: "JSON",
    brief: "Values as a JSON object of strings; @FILE reads a file, - reads stdin",
  }),
  interactive: switchOption("Ask for each key"),
};
