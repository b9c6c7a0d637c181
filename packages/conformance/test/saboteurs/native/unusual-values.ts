import type { Call, CreateOutcome, SecretPath, SecretRecord } from "@keykist/core";
import { nativeView } from "../../native-view.ts";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

export const unusualValuesSaboteurs: readonly Saboteur[] = [
  sabotage("native/unusual-values", "keeps letters beyond Latin-1 in base64", (Base) => {
    return class extends Base {
      protected override async doCreate(
        path: SecretPath,
        record: SecretRecord,
        call: Call,
      ): Promise<CreateOutcome> {
        const outcome = await super.doCreate(path, record, call);
        const value = record.entries.get("value");
        if (outcome.kind === "created" && value === "\u{1f511}") {
          const encoded = Buffer.from(value).toString("base64");
          nativeView(this.store).shown.set(path.full, { value: encoded });
        }
        return outcome;
      }
    };
  }),
];
