import { keepingSaboteurs } from "./history/keeping.ts";
import { refusingSaboteurs } from "./history/refusing.ts";
import { rollingBackSaboteurs } from "./history/rolling-back.ts";
import type { Saboteur } from "./saboteur.ts";

export const historySaboteurs: readonly Saboteur[] = [
  ...keepingSaboteurs,
  ...refusingSaboteurs,
  ...rollingBackSaboteurs,
];
