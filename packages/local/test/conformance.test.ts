import { conformanceTests } from "@keykist/conformance";
import { describe, it } from "vitest";
import { localHarness } from "./local-harness.ts";

describe("a store that is written", () => {
  conformanceTests({ describe, it }, localHarness());
});

describe("a store that is opened for reading only", () => {
  conformanceTests({ describe, it }, localHarness({ readOnly: true }));
});
