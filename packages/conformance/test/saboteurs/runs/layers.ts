import { cached, WRITES } from "../../cached-manager.ts";
import { memoryHarness } from "../../memory-harness.ts";
import { OpenSecretsManager } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

const forgotten = WRITES.filter((operation) => operation !== "modifySecret");

export const layerSaboteurs: readonly Saboteur[] = [
  {
    breaks: "contract/modify-revision@cached",
    changes:
      "a cache that claims the whole contract, and keeps what it has read when `modifySecret` changes it",
    harness: {
      ...memoryHarness((config, options) => new OpenSecretsManager(config, options), "saboteur"),
      layers: [
        {
          name: "cached",
          groups: ["contract"],
          wrap: (manager) => cached(manager, forgotten),
        },
      ],
    },
  },
];
