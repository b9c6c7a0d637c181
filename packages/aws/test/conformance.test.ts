import { conformanceTests } from "@keykist/conformance";
import { describe, it } from "vitest";
import { awsHarness } from "./aws-harness.ts";
import { emulatorServer } from "./emulator-server.ts";

// The whole suite, one step after the other as the suite decides.
conformanceTests(
  { describe, it },
  awsHarness({
    backend: "the AWS emulator, in this process",
    open: () => emulatorServer({ seed: 1, order: "suite" }),
  }),
);
