import type { ConformanceHarness } from "@keykist/conformance";
import { gcpHarness } from "../gcp-harness.ts";

/** What `kist conformance` is given. */
export const harness: ConformanceHarness = gcpHarness();
