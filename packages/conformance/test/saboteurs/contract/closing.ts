import type { Call } from "@keykist/core";
import { sabotage } from "../open-manager.ts";
import { sabotageRemote } from "../remote-saboteur.ts";
import type { Saboteur } from "../saboteur.ts";

/** Longer than any run. */
const DAY = 86_400_000;

export const closingSaboteurs: readonly Saboteur[] = [
  sabotageRemote("contract/close-connections", "does nothing when it disconnects", (Base) => {
    return class extends Base {
      protected override async disconnect(): Promise<void> {
        // The connection stays.
      }
    };
  }),
  sabotage("contract/close-process", "refreshes its credentials for ever", (Base) => {
    return class extends Base {
      protected override async connect(call: Call): Promise<void> {
        await super.connect(call);
        setInterval(() => undefined, DAY);
      }
    };
  }),
];
