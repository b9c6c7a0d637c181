import type {
  Call,
  Capabilities,
  ReplaceOutcome,
  Revision,
  SecretPath,
  SecretRecord,
} from "@keykist/core";
import { describe, expect, it } from "vitest";
import { runConformance } from "../../src/index.ts";
import { memoryHarness } from "../memory-harness.ts";
import { OpenSecretsManager } from "../saboteurs/open-manager.ts";

/** A manager that updates one key after the other, and is right in all else. */
class KeyByKeyManager extends OpenSecretsManager {
  protected override async doReplace(
    path: SecretPath,
    record: SecretRecord,
    expected: Revision | undefined,
    call: Call,
  ): Promise<ReplaceOutcome> {
    const before = this.stored(path.full);
    const isCurrent = expected === undefined || before?.current.revision === expected;
    if (before?.owned !== true || before.type !== record.type || !isCurrent)
      return super.doReplace(path, record, expected, call);
    const entries = new Map(before.current.entries);
    for (const [key, value] of [...record.entries].slice(0, -1)) {
      await call.step(`put ${key}`, () => {
        entries.set(key, value);
        this.meddle(path.full, ({ current }) => ({
          current: { ...current, entries: new Map(entries) },
        }));
      });
    }
    return super.doReplace(path, record, expected, call);
  }
}

/** The cases of what is cut short that fail, where the manager claims this. */
async function failing({ atomicUpdate }: Pick<Capabilities, "atomicUpdate">): Promise<string[]> {
  class Manager extends KeyByKeyManager {
    static override readonly capabilities: Capabilities = {
      ...OpenSecretsManager.capabilities,
      guardedUpdate: "none",
      history: "none",
      atomicUpdate,
    };
  }
  const harness = memoryHarness((config, options) => new Manager(config, options), "key by key");
  const groups = ["capabilities/", "crash/", "errors/", "faults/", "concurrency/"];
  const { cases } = await runConformance(harness, {
    cases: groups.map((group) => `${group}@plain`),
    seed: 4711,
  });
  return cases.filter(({ status }) => status === "failed").map(({ id }) => id);
}

describe("a manager that updates one key after the other", () => {
  it("keeps the contract where it says so: a secret of one key is whole, whatever is cut short", async () => {
    expect(await failing({ atomicUpdate: false })).toEqual([]);
  });

  it("fails where it claims that several keys change at once", async () => {
    expect(await failing({ atomicUpdate: true })).toEqual(
      expect.arrayContaining(["capabilities/atomic-update", "crash/update", "faults/late-answer"]),
    );
  });
});
