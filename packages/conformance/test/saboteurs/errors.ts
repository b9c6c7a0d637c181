import { abortingSaboteurs } from "./errors/aborting.ts";
import { backendFaultSaboteurs } from "./errors/backend-faults.ts";
import { reportingSaboteurs } from "./errors/reporting.ts";
import { timingSaboteurs } from "./errors/timing.ts";
import { warmSaboteurs } from "./errors/warm.ts";
import type { Saboteur } from "./saboteur.ts";

export const errorsSaboteurs: readonly Saboteur[] = [
  ...backendFaultSaboteurs,
  ...abortingSaboteurs,
  ...timingSaboteurs,
  ...reportingSaboteurs,
  ...warmSaboteurs,
];
