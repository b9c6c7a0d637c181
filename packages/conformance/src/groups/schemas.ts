import type { ConformanceCase } from "../conformance-case.ts";
import { readingCases } from "./schemas/reading.ts";
import { typesCases } from "./schemas/types.ts";
import { unknownKeysCases } from "./schemas/unknown-keys.ts";
import { writingCases } from "./schemas/writing.ts";

export const schemasCases: readonly ConformanceCase[] = [
  ...readingCases,
  ...writingCases,
  ...typesCases,
  ...unknownKeysCases,
];
