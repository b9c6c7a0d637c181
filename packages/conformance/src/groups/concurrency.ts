import type { ConformanceCase } from "../conformance-case.ts";
import { beforeAndAfterCases } from "./concurrency/before-and-after.ts";
import { historyCases } from "./concurrency/histories.ts";
import { manySecretsCases } from "./concurrency/many-secrets.ts";
import { writerCases } from "./concurrency/writers.ts";

/** What many clients of several managers see and do to each other. */
export const concurrencyCases: readonly ConformanceCase[] = [
  ...historyCases,
  ...writerCases,
  ...beforeAndAfterCases,
  ...manySecretsCases,
];
