import { conformanceTests } from "@keykist/conformance";
import { describe, it } from "vitest";
import { gcpHarness } from "./gcp-harness.ts";

conformanceTests({ describe, it }, gcpHarness());
