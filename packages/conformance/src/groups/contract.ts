import type { ConformanceCase } from "../conformance-case.ts";
import { adoptingCases } from "./contract/adopting.ts";
import { closingAmidWritesCases } from "./contract/closing-amid-writes.ts";
import { closingCases } from "./contract/closing.ts";
import { deletingCases } from "./contract/deleting.ts";
import { guardingCases } from "./contract/guarding.ts";
import { listingCases } from "./contract/listing.ts";
import { livesCases } from "./contract/lives.ts";
import { modifyingCases } from "./contract/modifying.ts";
import { owningCases } from "./contract/owning.ts";
import { readingCases } from "./contract/reading.ts";
import { registeringCases } from "./contract/registering.ts";
import { returningCases } from "./contract/returning.ts";
import { sharingCases } from "./contract/sharing.ts";
import { refusalOrderCases } from "./contract/refusal-order.ts";
import { updatingCases } from "./contract/updating.ts";

/** What every operation does, on any manager. */
export const contractCases: readonly ConformanceCase[] = [
  ...registeringCases,
  ...readingCases,
  ...listingCases,
  ...updatingCases,
  ...guardingCases,
  ...refusalOrderCases,
  ...modifyingCases,
  ...deletingCases,
  ...returningCases,
  ...livesCases,
  ...owningCases,
  ...adoptingCases,
  ...sharingCases,
  ...closingCases,
  ...closingAmidWritesCases,
];
