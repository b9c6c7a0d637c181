import type { Call, ReplaceOutcome, Revision, SecretPath, SecretRecord } from "@keykist/core";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

export const refusingSaboteurs: readonly Saboteur[] = [
  sabotage(
    "history/refused-keeps",
    "makes room for the state that is to be superseded before it knows whether it will be",
    (Base) => {
      return class extends Base {
        protected override async doReplace(
          path: SecretPath,
          record: SecretRecord,
          expected: Revision | undefined,
          call: Call,
        ): Promise<ReplaceOutcome> {
          const outcome = await super.doReplace(path, record, expected, call);
          const isRefused = outcome.kind === "type_mismatch" && call.operation === "updateSecret";
          if (isRefused) this.meddle(path.full, () => ({ earlier: [] }));
          return outcome;
        }
      };
    },
  ),
];
