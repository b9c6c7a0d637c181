import type { ConformanceHarness } from "@keykist/conformance";
import { awsHarness } from "../aws-harness.ts";
import { servedEmulator } from "../served-emulator.ts";

/** What `kist conformance` is given. */
export const harness: ConformanceHarness = awsHarness({
  backend: "the AWS emulator, over HTTP",
  open: () => servedEmulator({ seed: 1 }),
});
