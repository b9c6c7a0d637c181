import { othersToolsSaboteurs } from "./native/others-tools.ts";
import { whileWritingSaboteurs } from "./native/while-writing.ts";
import { unusualValuesSaboteurs } from "./native/unusual-values.ts";
import type { Saboteur } from "./saboteur.ts";

export const nativeSaboteurs: readonly Saboteur[] = [
  ...whileWritingSaboteurs,
  ...othersToolsSaboteurs,
  ...unusualValuesSaboteurs,
];
