import { conformanceTests } from "@keykist/conformance";
import { describe, it, vi } from "vitest";
import { gcpHarness } from "./gcp-harness.ts";

// After each of some hundred crashes, doctor looks at all secrets that the case has left.
vi.setConfig({ testTimeout: 300_000 });

conformanceTests({ describe, it }, gcpHarness());
