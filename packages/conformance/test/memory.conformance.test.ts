import { describe, it } from "vitest";
import { conformanceTests } from "../src/index.ts";
import { LimitedSecretsManager, ReadOnlySecretsManager } from "./limited-managers.ts";
import { memoryHarness } from "./memory-harness.ts";
import { OpenSecretsManager } from "./saboteurs/open-manager.ts";
import { SettledSecretsManager } from "./settled-manager.ts";

conformanceTests({ describe, it }, memoryHarness());

conformanceTests(
  { describe, it },
  memoryHarness((config, options) => new LimitedSecretsManager(config, options), "limited"),
);

conformanceTests(
  { describe, it },
  memoryHarness((config, options) => new ReadOnlySecretsManager(config, options), "read-only"),
);

// What saboteurs are made of: others read it exactly, or once it has settled.
conformanceTests(
  { describe, it },
  memoryHarness((config, options) => new OpenSecretsManager(config, options), "open"),
);

conformanceTests(
  { describe, it },
  memoryHarness((config, options) => new SettledSecretsManager(config, options), "settled"),
);
