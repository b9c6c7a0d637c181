import type { Call, ReplaceOutcome, Revision, SecretPath, SecretRecord } from "@keykist/core";
import { keys, reading, values } from "../changed-hooks.ts";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

export const sizesSaboteurs: readonly Saboteur[] = [
  sabotage("limits/keys-between", "keeps the old keys in an update of more than ten", (Base) => {
    return class extends Base {
      protected override doReplace(
        path: SecretPath,
        record: SecretRecord,
        expected: Revision | undefined,
        call: Call,
      ): Promise<ReplaceOutcome> {
        const before = this.stored(path.full)?.current.entries;
        const isPatched = record.entries.size > 10 && before !== undefined;
        const entries = isPatched ? new Map([...before, ...record.entries]) : record.entries;
        return super.doReplace(path, { ...record, entries }, expected, call);
      }
    };
  }),
  sabotage(
    "limits/keys-long",
    "cuts the list of a secret's keys at 1000 characters for a description",
    reading((stored, { operation }) => {
      if (operation !== "describeSecret") return stored;
      let length = 0;
      return keys(stored, (key) => {
        length += key.length;
        return length <= 1000;
      });
    }),
  ),
  sabotage(
    "limits/value-operations",
    "gives the first 1000 characters of a value in a batch",
    reading((stored, { operation }) =>
      operation === "getSecrets" ? values(stored, (value) => value.slice(0, 1000)) : stored,
    ),
  ),
];
