import type { ConformanceCase } from "./conformance-case.ts";
import { capabilitiesCases } from "./groups/capabilities.ts";
import { concurrencyCases } from "./groups/concurrency.ts";
import { contractCases } from "./groups/contract.ts";
import { errorsCases } from "./groups/errors.ts";
import { leaksCases } from "./groups/leaks.ts";
import { limitsCases } from "./groups/limits.ts";
import { namesAndValuesCases } from "./groups/names-and-values.ts";
import { schemasCases } from "./groups/schemas.ts";
import { scopesCases } from "./groups/scopes.ts";

/** The whole suite, as data. */
export const conformanceCases: readonly ConformanceCase[] = [
  ...contractCases,
  ...errorsCases,
  ...namesAndValuesCases,
  ...schemasCases,
  ...scopesCases,
  ...concurrencyCases,
  ...leaksCases,
  ...limitsCases,
  ...capabilitiesCases,
];
