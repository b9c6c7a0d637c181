import { describe, expect, it } from "vitest";
import { MemorySecretsManager } from "../memory/memory-secrets-manager.ts";

describe("the capabilities of a manager", () => {
  it("cannot be written to, also where the flavor's own are not frozen", () => {
    const { capabilities } = MemorySecretsManager;
    class LooseManager extends MemorySecretsManager {
      static override readonly capabilities = {
        ...capabilities,
        limits: { ...capabilities.limits },
      };
    }
    const manager = new LooseManager();
    expect(Reflect.set(manager.capabilities, "write", false)).toBe(false);
    expect(Reflect.set(manager.capabilities.limits, "keys", 1)).toBe(false);
    expect(manager.capabilities).toEqual(capabilities);
  });
});
