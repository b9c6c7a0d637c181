import { failingSaboteurs } from "./leaks/failing.ts";
import { observingSaboteurs } from "./leaks/observing.ts";
import { printingSaboteurs } from "./leaks/printing.ts";
import { validatingSaboteurs } from "./leaks/validating.ts";
import { failingOnceSaboteurs } from "./leaks/failing-once.ts";
import type { Saboteur } from "./saboteur.ts";

export const leaksSaboteurs: readonly Saboteur[] = [
  ...printingSaboteurs,
  ...failingSaboteurs,
  ...validatingSaboteurs,
  ...observingSaboteurs,
  ...failingOnceSaboteurs,
];
