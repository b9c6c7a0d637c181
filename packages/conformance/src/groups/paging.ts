import type { ConformanceCase } from "../conformance-case.ts";
import { exactPagingCases } from "./paging/exactness.ts";
import { changingPagingCases } from "./paging/changes.ts";
import { lazyPagingCases } from "./paging/laziness.ts";
import { longPagingCases } from "./paging/long.ts";

/** Listings that are longer than a page of the backend. */
export const pagingCases: readonly ConformanceCase[] = [
  ...exactPagingCases,
  ...lazyPagingCases,
  ...changingPagingCases,
  ...longPagingCases,
];
