import type {
  Call,
  RemoveOutcome,
  ReplaceOutcome,
  Revision,
  SecretPath,
  SecretRecord,
} from "@keykist/core";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

const looks = { mutates: false };

export const staleSaboteurs: readonly Saboteur[] = [
  sabotage(
    "faults/stale-modify",
    "guards a change by the revision that is there when it writes",
    (Base) => {
      return class extends Base {
        protected override async doReplace(
          path: SecretPath,
          record: SecretRecord,
          expected: Revision | undefined,
          call: Call,
        ): Promise<ReplaceOutcome> {
          const present = this.stored(path.full)?.current.revision;
          const guard = call.operation === "modifySecret" ? present : expected;
          return super.doReplace(path, record, guard, call);
        }
      };
    },
  ),
  sabotage(
    "faults/stale-update",
    "compares revisions by a look of its own, then writes",
    (Base) => {
      return class extends Base {
        protected override async doReplace(
          path: SecretPath,
          record: SecretRecord,
          expected: Revision | undefined,
          call: Call,
        ): Promise<ReplaceOutcome> {
          if (expected === undefined || call.operation !== "updateSecret") {
            return super.doReplace(path, record, expected, call);
          }
          const look = (): Revision | undefined => this.stored(path.full)?.current.revision;
          const present = await call.step("look", look, looks);
          if (present !== undefined && present !== expected) return { kind: "conflict" };
          return super.doReplace(path, record, undefined, call);
        }
      };
    },
    {
      alsoFails: {
        "faults/late-update": "what lands late is not guarded",
        "capabilities/guarded-update": "others come between the look and the write there, too",
      },
    },
  ),
  sabotage(
    "faults/stale-delete",
    "compares revisions by a look of its own, then deletes",
    (Base) => {
      return class extends Base {
        protected override async doRemove(
          path: SecretPath,
          expected: Revision | undefined,
          call: Call,
        ): Promise<RemoveOutcome> {
          if (expected === undefined) return super.doRemove(path, expected, call);
          const look = (): Revision | undefined => this.stored(path.full)?.current.revision;
          const present = await call.step("look", look, looks);
          if (present !== undefined && present !== expected) return { kind: "conflict" };
          return super.doRemove(path, undefined, call);
        }
      };
    },
    {
      alsoFails: {
        "faults/late-delete": "what lands late is not guarded",
        "capabilities/guarded-delete": "others come between the look and the deletion there, too",
      },
    },
  ),
];
