import type { ConformanceCase } from "../conformance-case.ts";
import { changingCases } from "./scopes/changing.ts";
import { configuringCases } from "./scopes/configuring.ts";
import { isolationCases } from "./scopes/isolation.ts";
import { keepingCases } from "./scopes/keeping.ts";
import { listingUnownedCases } from "./scopes/listing-unowned.ts";
import { sharingCases } from "./scopes/sharing.ts";

export const scopesCases: readonly ConformanceCase[] = [
  ...configuringCases,
  ...sharingCases,
  ...isolationCases,
  ...changingCases,
  ...keepingCases,
  ...listingUnownedCases,
];
