import type { ConformanceCase } from "./conformance-case.ts";
import { batchCases } from "./groups/batch.ts";
import { chunksCases } from "./groups/batch/chunks.ts";
import { budgetsCases } from "./groups/budgets.ts";
import { capabilitiesCases } from "./groups/capabilities.ts";
import { concurrencyCases } from "./groups/concurrency.ts";
import { contractCases } from "./groups/contract.ts";
import { crashCases } from "./groups/crash.ts";
import { errorsCases } from "./groups/errors.ts";
import { faultsCases } from "./groups/faults.ts";
import { historyCases } from "./groups/history.ts";
import { leaksCases } from "./groups/leaks.ts";
import { limitsCases } from "./groups/limits.ts";
import { sizesCases } from "./groups/limits/sizes.ts";
import { namesAndValuesCases } from "./groups/names-and-values.ts";
import { nativeCases } from "./groups/native.ts";
import { unusualValuesCases } from "./groups/native/unusual-values.ts";
import { pagingCases } from "./groups/paging.ts";
import { refusalsCases } from "./groups/refusals.ts";
import { schemasCases } from "./groups/schemas.ts";
import { scopesCases } from "./groups/scopes.ts";

/** The whole suite, as data. */
export const conformanceCases: readonly ConformanceCase[] = [
  ...contractCases,
  ...errorsCases,
  ...namesAndValuesCases,
  ...schemasCases,
  ...scopesCases,
  ...pagingCases,
  ...batchCases,
  ...chunksCases,
  ...historyCases,
  ...crashCases,
  ...faultsCases,
  ...refusalsCases,
  ...nativeCases,
  ...unusualValuesCases,
  ...concurrencyCases,
  ...leaksCases,
  ...limitsCases,
  ...sizesCases,
  ...capabilitiesCases,
  ...budgetsCases,
];
