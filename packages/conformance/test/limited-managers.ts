import type { Capabilities, FlavorClass } from "@keykist/core";
import { MemorySecretsManager } from "@keykist/core/memory";

const full = MemorySecretsManager.capabilities;

/** A correct manager that claims as little as it can and still be written to. */
export class LimitedSecretsManager extends MemorySecretsManager {
  static override readonly FLAVOR = "limited";
  static override readonly capabilities: Capabilities = {
    ...full,
    guardedUpdate: "none",
    guardedDelete: "none",
    adopt: false,
    history: "none",
    deletion: "immediate",
    limits: { valueBytes: 4096, secretBytes: 8192, keys: 16, names: 64 },
  };
}

/** A correct manager that only reads. */
export class ReadOnlySecretsManager extends MemorySecretsManager {
  static override readonly FLAVOR = "read-only";
  static override readonly capabilities: Capabilities = {
    ...LimitedSecretsManager.capabilities,
    write: false,
  };
}

LimitedSecretsManager satisfies FlavorClass;
ReadOnlySecretsManager satisfies FlavorClass;
