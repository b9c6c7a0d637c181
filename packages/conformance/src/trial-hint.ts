import type { Capabilities } from "@keykist/core";
import { derivedSeed } from "./scheduling/random.ts";

/** Names of this length fit all uses in cases. If a manager allows fewer characters, hints are shortened. */
const ROOMY = 60;
/** The longest hint that is kept as it is. */
const SHORT = 12;
/** How much of a longer hint is kept in front of its hash, which has seven characters at most. */
const KEPT = 5;

/** The hint of a secret that an operation is tried on, short enough for what the manager takes as a name. */
export function trialHint({ limits }: Capabilities, operation: string, label: string): string {
  const hint = `${operation}-${label}`;
  if (limits.names >= ROOMY || hint.length <= SHORT) return hint;
  return `${hint.slice(0, KEPT)}${derivedSeed(0x811c9dc5, hint).toString(36)}`;
}
