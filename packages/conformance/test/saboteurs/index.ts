import { batchSaboteurs } from "./batch.ts";
import { chunksSaboteurs } from "./batch/chunks.ts";
import { amongBroadCases } from "./broad-cases.ts";
import { budgetsSaboteurs } from "./budgets.ts";
import { capabilitiesSaboteurs } from "./capabilities.ts";
import { concurrencySaboteurs } from "./concurrency.ts";
import { alsoCaught } from "./concurrency/also-caught.ts";
import { contractSaboteurs } from "./contract.ts";
import { crashSaboteurs } from "./crash.ts";
import { errorsSaboteurs } from "./errors.ts";
import { faultsSaboteurs } from "./faults.ts";
import { historySaboteurs } from "./history.ts";
import { leaksSaboteurs } from "./leaks.ts";
import { limitsSaboteurs } from "./limits.ts";
import { sizesSaboteurs } from "./limits/sizes.ts";
import { namesAndValuesSaboteurs } from "./names-and-values.ts";
import { nativeSaboteurs } from "./native.ts";
import { pagingSaboteurs } from "./paging.ts";
import { refusalsSaboteurs } from "./refusals.ts";
import { runsSaboteurs } from "./runs.ts";
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
  ...pagingSaboteurs,
  ...batchSaboteurs,
  ...chunksSaboteurs,
  ...historySaboteurs,
  ...crashSaboteurs,
  ...faultsSaboteurs,
  ...refusalsSaboteurs,
  ...nativeSaboteurs,
  ...concurrencySaboteurs,
  ...leaksSaboteurs,
  ...limitsSaboteurs,
  ...sizesSaboteurs,
  ...capabilitiesSaboteurs,
  ...budgetsSaboteurs,
  ...runsSaboteurs,
]
  .map(amongBroadCases)
  .map((each) => alsoCaught(each));
