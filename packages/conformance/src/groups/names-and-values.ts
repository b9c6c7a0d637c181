import type { ConformanceCase } from "../conformance-case.ts";
import { emptySecretCases } from "./names-and-values/empty-secret.ts";
import { keysCases } from "./names-and-values/keys.ts";
import { namesCases } from "./names-and-values/names.ts";
import { operationsCases } from "./names-and-values/operations.ts";
import { refusalsCases } from "./names-and-values/refusals.ts";
import { trickyNamesCases } from "./names-and-values/tricky-names.ts";
import { valuesCases } from "./names-and-values/values.ts";

export const namesAndValuesCases: readonly ConformanceCase[] = [
  ...valuesCases,
  ...emptySecretCases,
  ...keysCases,
  ...namesCases,
  ...trickyNamesCases,
  ...operationsCases,
  ...refusalsCases,
];
