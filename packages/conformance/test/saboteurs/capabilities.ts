import { claimSaboteurs } from "./capabilities/claims.ts";
import { concurrencySaboteurs } from "./capabilities/concurrency.ts";
import { outsideWriterSaboteurs } from "./capabilities/outside-writers.ts";
import { readingByIdSaboteurs } from "./capabilities/reading-by-id.ts";
import { refusalSaboteurs } from "./capabilities/refusals.ts";
import { readingAgainSaboteurs } from "./capabilities/reading-again.ts";
import type { Saboteur } from "./saboteur.ts";

export const capabilitiesSaboteurs: readonly Saboteur[] = [
  ...claimSaboteurs,
  ...concurrencySaboteurs,
  ...outsideWriterSaboteurs,
  ...refusalSaboteurs,
  ...readingByIdSaboteurs,
  ...readingAgainSaboteurs,
];
