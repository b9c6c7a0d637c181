import { describe, it } from "vitest";
import { conformanceTests } from "../src/index.ts";
import { LimitedSecretsManager, ReadOnlySecretsManager } from "./limited-managers.ts";
import { memoryHarness } from "./memory-harness.ts";

conformanceTests({ describe, it }, memoryHarness());

conformanceTests(
  { describe, it },
  memoryHarness((config, options) => new LimitedSecretsManager(config, options), "limited"),
);

conformanceTests(
  { describe, it },
  memoryHarness((config, options) => new ReadOnlySecretsManager(config, options), "read-only"),
);
