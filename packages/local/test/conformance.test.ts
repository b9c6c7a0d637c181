import { conformanceTests } from "@keykist/conformance";
import { describe, it } from "vitest";
import { localHarness } from "./local-harness.ts";

conformanceTests({ describe, it }, localHarness());
