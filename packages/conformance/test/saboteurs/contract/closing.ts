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
  sabotage(
    "contract/close-process",
    "refreshes its credentials for ever",
    (Base) => {
      return class extends Base {
        protected override async connect(call: Call): Promise<void> {
          await super.connect(call);
          setInterval(() => undefined, DAY);
        }
      };
    },
    { alsoFails: { "contract/close-unconnected": "it refreshes them there, too" } },
  ),
  sabotage(
    "contract/close-unconnected",
    "leaves open what it opened for a connection that failed",
    (Base) => {
      return class extends Base {
        #refresh: NodeJS.Timeout | undefined;

        protected override async connect(call: Call): Promise<void> {
          const refresh = setInterval(() => undefined, DAY);
          await call.step("connect", () => undefined, { mutates: false });
          this.#refresh = refresh;
        }

        protected override async disconnect(): Promise<void> {
          clearInterval(this.#refresh);
        }
      };
    },
  ),
];
