import { describe, it } from "node:test";
import { conformanceTests } from "@keykist/conformance";
import { templateHarness } from "./template-harness.ts";

conformanceTests({ describe, it }, templateHarness);
