import type {
  Call,
  RemoveOutcome,
  ReplaceOutcome,
  Revision,
  SecretPath,
  SecretRecord,
} from "@keykist/core";
import type { MemorySecret } from "@keykist/core/memory";
import { type OpenClass, sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

/** Compares revisions first, in updates of the secrets that are meant. */
function comparingFirst(
  Base: OpenClass,
  isMeant: (stored: MemorySecret, record: SecretRecord) => boolean,
): OpenClass {
  return class extends Base {
    protected override async doReplace(
      path: SecretPath,
      record: SecretRecord,
      expected: Revision | undefined,
      call: Call,
    ): Promise<ReplaceOutcome> {
      const stored = this.stored(path.full);
      const isStale = expected !== undefined && stored?.current.revision !== expected;
      return isStale && stored !== undefined && isMeant(stored, record)
        ? { kind: "conflict" }
        : super.doReplace(path, record, expected, call);
    }
  };
}

export const refusalOrderSaboteurs: readonly Saboteur[] = [
  sabotage("contract/update-stale-type", "compares revisions before it looks at types", (Base) =>
    comparingFirst(Base, ({ owned, type }, record) => owned && type !== record.type),
  ),
  sabotage(
    "contract/update-stale-unowned",
    "compares the revisions of an update before it asks whose the secret is",
    (Base) => comparingFirst(Base, ({ owned }) => !owned),
  ),
  sabotage(
    "contract/delete-stale-unowned",
    "compares the revisions of a deletion before it asks whose the secret is",
    (Base) => {
      return class extends Base {
        protected override async doRemove(
          path: SecretPath,
          expected: Revision | undefined,
          call: Call,
        ): Promise<RemoveOutcome> {
          const stored = this.stored(path.full);
          const isStale = expected !== undefined && stored?.current.revision !== expected;
          return isStale && stored?.owned === false
            ? { kind: "conflict" }
            : super.doRemove(path, expected, call);
        }
      };
    },
  ),
];
