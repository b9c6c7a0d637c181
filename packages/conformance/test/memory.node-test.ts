// The same suite under another runner: it needs no more of one than `describe` and `it`.
import { describe, it } from "node:test";
import { conformanceTests } from "../src/index.ts";
import { memoryHarness } from "./memory-harness.ts";

conformanceTests({ describe, it }, memoryHarness());
