import { etagChecks } from "./etags.ts";
import { limitChecks } from "./limits.ts";
import { listChecks } from "./lists.ts";
import type { RawCheck } from "./raw-check.ts";
import { secretChecks } from "./secrets.ts";
import { versionChecks } from "./versions.ts";

/** All checks, which run on the emulator and on its peer alike. */
export const rawChecks: readonly RawCheck[] = [
  ...secretChecks,
  ...etagChecks,
  ...versionChecks,
  ...limitChecks,
  ...listChecks,
];
