// Judges the memory manager as an author of a flavor would: with the packages as they are published, in plain
// JavaScript, under `node --test`.
import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { conformanceCases, conformanceTests, runConformance } from "@keykist/conformance";
import { MemoryBackendError, MemorySecretsManager, MemoryStore } from "@keykist/core/memory";

const harness = {
  flavor: "memory",
  backend: "memory",
  open: async () => {
    const store = new MemoryStore();
    return {
      manager: (config, options) => new MemorySecretsManager(config, { ...options, store }),
      peek: async (path) => {
        const secret = store.secrets.get(path);
        if (secret === undefined) return undefined;
        const { current, type, owned } = secret;
        return { entries: Object.fromEntries(current.entries), type, owned };
      },
      plant: async (path, entries, { owned, type = "arbitrary" }) => {
        store.plant(path, entries, owned ? { type } : {});
      },
      close: async () => {},
    };
  },
  faults: {
    denied: () => new MemoryBackendError("denied"),
    unauthenticated: () => new MemoryBackendError("unauthenticated"),
    throttled: () => new MemoryBackendError("throttled"),
    unavailable: () => new MemoryBackendError("unavailable"),
  },
};

conformanceTests({ describe, it }, harness);

describe("the published suite", () => {
  it("has cases, each with an id of its own", () => {
    const ids = conformanceCases.map(({ id }) => id);
    assert.ok(ids.length > 100);
    assert.equal(new Set(ids).size, ids.length);
  });

  it("reports as JSON, with its own version", async () => {
    const report = await runConformance(harness, { cases: ["contract/register"], seed: 7 });
    assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
    assert.match(report.kit.version, /^\d+\.\d+\.\d+/);
    assert.equal(report.conformant, true);
  });
});
