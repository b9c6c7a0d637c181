import { batchChecks } from "./batches.ts";
import { deletionChecks } from "./deletions.ts";
import { listChecks } from "./lists.ts";
import { nameChecks } from "./names.ts";
import type { RawCheck } from "./raw-check.ts";
import { readChecks } from "./reads.ts";
import { stageMoveChecks } from "./stage-moves.ts";
import { stageChecks } from "./stages.ts";
import { tagChecks } from "./tags.ts";
import { tokenChecks } from "./tokens.ts";
import { valueChecks } from "./values.ts";
import { versionChecks } from "./versions.ts";

/** What AWS's documentation promises, and how it is tried. */
export const rawChecks: readonly RawCheck[] = [
  ...nameChecks,
  ...valueChecks,
  ...tokenChecks,
  ...stageChecks,
  ...stageMoveChecks,
  ...readChecks,
  ...versionChecks,
  ...deletionChecks,
  ...tagChecks,
  ...listChecks,
  ...batchChecks,
];
