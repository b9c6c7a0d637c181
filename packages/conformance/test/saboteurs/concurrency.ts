import { historySaboteurs } from "./concurrency/histories.ts";
import { manySecretsSaboteurs } from "./concurrency/many-secrets.ts";
import { writerSaboteurs } from "./concurrency/writers.ts";
import type { Saboteur } from "./saboteur.ts";

export const concurrencySaboteurs: readonly Saboteur[] = [
  ...historySaboteurs,
  ...writerSaboteurs,
  ...manySecretsSaboteurs,
];
