import { keysSaboteurs } from "./names-and-values/keys.ts";
import { namesSaboteurs } from "./names-and-values/names.ts";
import { operationsSaboteurs } from "./names-and-values/operations.ts";
import { refusalsSaboteurs } from "./names-and-values/refusals.ts";
import { valuesSaboteurs } from "./names-and-values/values.ts";
import { trickyNamesSaboteurs } from "./names-and-values/tricky-names.ts";
import { emptySecretSaboteurs } from "./names-and-values/empty-secret.ts";
import type { Saboteur } from "./saboteur.ts";

export const namesAndValuesSaboteurs: readonly Saboteur[] = [
  ...valuesSaboteurs,
  ...keysSaboteurs,
  ...namesSaboteurs,
  ...operationsSaboteurs,
  ...refusalsSaboteurs,
  ...trickyNamesSaboteurs,
  ...emptySecretSaboteurs,
];
