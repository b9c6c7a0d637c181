import type { ConformanceCase } from "../conformance-case.ts";
import { readingCases } from "./schemas/reading.ts";
import { writingCases } from "./schemas/writing.ts";

export const schemasCases: readonly ConformanceCase[] = [...readingCases, ...writingCases];
