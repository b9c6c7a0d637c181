import { amidWritersSaboteurs } from "./crash/amid-writers.ts";
import { halfDoneSaboteurs } from "./crash/half-done.ts";
import { lockedSaboteurs } from "./crash/locked.ts";
import type { Saboteur } from "./saboteur.ts";

export const crashSaboteurs: readonly Saboteur[] = [
  ...amidWritersSaboteurs,
  ...halfDoneSaboteurs,
  ...lockedSaboteurs,
];
