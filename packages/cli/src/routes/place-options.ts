import type { FlagParametersForType } from "@stricli/core";
import type { PlaceOptions } from "../configuration/configuration-to-edit.ts";
import type { KistContext } from "../kist-context.ts";
import { switchOption } from "./options.ts";

/** {@link PlaceOptions}, for the parser. */
export const placeOptions: FlagParametersForType<PlaceOptions, KistContext> = {
  project: switchOption("Write the project's keykist.json, or make one here"),
  user: switchOption("Write your own configuration"),
};
