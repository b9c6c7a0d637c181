import { conformanceTests } from "@keykist/conformance";
import { describe, it } from "vitest";
import { IN_MEMORY, localHarness } from "./local-harness.ts";

describe("a store that is written", () => {
  conformanceTests({ describe, it }, localHarness(), { cases: ["@plain"] });
  // The paths are others, the disk is the same: its turns were waited for once.
  conformanceTests({ describe, it }, localHarness({ folder: IN_MEMORY }), {
    cases: ["@namespace"],
  });
});

describe("a store that is opened for reading only", () => {
  conformanceTests({ describe, it }, localHarness({ readOnly: true }));
});
