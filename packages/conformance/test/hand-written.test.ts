import { describe, it } from "vitest";
import { conformanceTests, type ConformanceHarness } from "../src/index.ts";
import { HandWrittenManager, type KeptSecret } from "./hand-written-manager.ts";
import { contentOf } from "./hand-written-secret.ts";

/** A harness for managers without the base: nothing of their steps can be seen, and there are no scopes. */
const harness: ConformanceHarness = {
  flavor: "hand-written",
  backend: "a map",
  observable: false,
  open: async () => {
    const kept = new Map<string, KeptSecret>();
    return {
      manager: () => new HandWrittenManager(kept),
      peek: async (path) => {
        const secret = kept.get(path);
        return (
          secret && {
            entries: { ...secret.entries },
            type: secret.type,
            owned: secret.type !== undefined,
          }
        );
      },
      plant: async (path, entries, { owned, type = "arbitrary" }) => {
        const at = new Date();
        kept.set(path, {
          type: owned ? type : undefined,
          entries: contentOf(Object.entries(entries)),
          revision: crypto.randomUUID(),
          createdAt: at,
          updatedAt: at,
        });
      },
      close: async () => undefined,
    };
  },
};

const groups = ["contract", "paging", "batch", "history", "concurrency", "limits", "capabilities"];

// It has no scopes, and so cannot be run through one.
conformanceTests({ describe, it }, harness, { cases: groups.map((group) => `${group}/@plain`) });
