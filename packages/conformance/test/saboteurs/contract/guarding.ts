import type {
  AdoptOutcome,
  Call,
  ReplaceOutcome,
  Revision,
  SecretPath,
  SecretRecord,
  StoredRecord,
} from "@keykist/core";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

type Replacement = [
  path: SecretPath,
  record: SecretRecord,
  expected: Revision | undefined,
  call: Call,
];

export const guardingSaboteurs: readonly Saboteur[] = [
  sabotage(
    "contract/update-stale-equal",
    "lets an update pass its guard that would write what is stored",
    (Base) => {
      return class extends Base {
        protected override doReplace(
          ...[path, record, expected, call]: Replacement
        ): Promise<ReplaceOutcome> {
          const current = this.stored(path.full)?.current;
          const isSame =
            current !== undefined &&
            call.operation === "updateSecret" &&
            textOf(current.entries) === textOf(record.entries);
          return super.doReplace(path, record, isSame ? undefined : expected, call);
        }
      };
    },
  ),
  sabotage("contract/update-stale-each", "compares revisions by their beginning", (Base) => {
    return class extends Base {
      protected override doReplace(
        ...[path, record, expected, call]: Replacement
      ): Promise<ReplaceOutcome> {
        const revision = this.stored(path.full)?.current.revision ?? "";
        const isSame = expected !== undefined && revision.startsWith(expected);
        return super.doReplace(path, record, isSame ? revision : expected, call);
      }
    };
  }),
  sabotage(
    "contract/revisions-differ",
    "gives no new revision to an update that changes nothing",
    (Base) => {
      return class extends Base {
        protected override async doReplace(
          ...[path, record, expected, call]: Replacement
        ): Promise<ReplaceOutcome> {
          const before = this.stored(path.full)?.current;
          const outcome = await super.doReplace(path, record, expected, call);
          const isSame =
            before !== undefined &&
            outcome.kind === "replaced" &&
            call.operation === "updateSecret" &&
            textOf(before.entries) === textOf(record.entries);
          if (!isSame) return outcome;
          const { revision } = before;
          this.meddle(path.full, ({ current }) => ({ current: { ...current, revision } }));
          return { kind: "replaced", revision };
        }
      };
    },
  ),
  sabotage("contract/adopt-typed", "adopts every secret as arbitrary", (Base) => {
    return class extends Base {
      protected override doAdopt(
        path: SecretPath,
        _type: string,
        expected: Revision,
        call: Call,
      ): Promise<AdoptOutcome> {
        return super.doAdopt(path, "arbitrary", expected, call);
      }
    };
  }),
  sabotage(
    "contract/describe-updated",
    "describes the keys that a secret was registered with",
    (Base) => {
      return class extends Base {
        protected override async doRead(
          path: SecretPath,
          call: Call,
        ): Promise<StoredRecord | undefined> {
          const first = this.stored(path.full)?.earlier.at(-1);
          const stored = await super.doRead(path, call);
          const isDescribed = call.operation === "describeSecret" && first !== undefined;
          return stored && isDescribed ? { ...stored, entries: first.entries } : stored;
        }
      };
    },
    { alsoFails: { "limits/keys-between": "it describes what was updated, too" } },
  ),
  sabotage(
    "contract/adopt-changed",
    "adopts the state that it finds, not the one that was checked",
    (Base) => {
      return class extends Base {
        protected override async doAdopt(
          path: SecretPath,
          type: string,
          expected: Revision,
          call: Call,
        ): Promise<AdoptOutcome> {
          const look = () => this.stored(path.full)?.current.revision ?? expected;
          const revision = await call.step("look", look, { mutates: false });
          return super.doAdopt(path, type, revision, call);
        }
      };
    },
  ),
];

function textOf(entries: ReadonlyMap<string, string>): string {
  return JSON.stringify([...entries].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
