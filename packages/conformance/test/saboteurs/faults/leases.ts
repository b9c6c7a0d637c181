import type { Call, ReplaceOutcome, Revision, SecretPath, SecretRecord } from "@keykist/core";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

/** How long a secret is locked for a writer; milliseconds. */
const LEASE = 600_000;

export const leaseSaboteurs: readonly Saboteur[] = [
  sabotage(
    "faults/held-long",
    "writes what it has locked even if the lock has run out since",
    (Base) => {
      return class extends Base {
        protected override async doReplace(
          path: SecretPath,
          record: SecretRecord,
          expected: Revision | undefined,
          call: Call,
        ): Promise<ReplaceOutcome> {
          const began = call.clock.now();
          const isFree = await call.step(
            "look",
            () => {
              const isOver = call.clock.now() - began > LEASE;
              return isOver && call.operation === "updateSecret";
            },
            { mutates: false },
          );
          return super.doReplace(path, record, isFree ? undefined : expected, call);
        }
      };
    },
  ),
];
