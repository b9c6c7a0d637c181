import { capabilitiesSaboteurs } from "./capabilities.ts";
import { concurrencySaboteurs } from "./concurrency.ts";
import { alsoCaught } from "./concurrency/also-caught.ts";
import { contractSaboteurs } from "./contract.ts";
import { errorsSaboteurs } from "./errors.ts";
import { leaksSaboteurs } from "./leaks.ts";
import { limitsSaboteurs } from "./limits.ts";
import { namesAndValuesSaboteurs } from "./names-and-values.ts";
import type { Saboteur } from "./saboteur.ts";
import { schemasSaboteurs } from "./schemas.ts";
import { scopesSaboteurs } from "./scopes.ts";

/** Every saboteur; each case has at least one. */
export const saboteurs: readonly Saboteur[] = [
  ...contractSaboteurs,
  ...errorsSaboteurs,
  ...namesAndValuesSaboteurs,
  ...schemasSaboteurs,
  ...scopesSaboteurs,
  ...concurrencySaboteurs,
  ...leaksSaboteurs,
  ...limitsSaboteurs,
  ...capabilitiesSaboteurs,
].map((each) => alsoCaught(each));
