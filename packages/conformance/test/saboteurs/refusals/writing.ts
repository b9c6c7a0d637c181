import type {
  Call,
  CreateOutcome,
  ReplaceOutcome,
  Revision,
  SecretPath,
  SecretRecord,
} from "@keykist/core";
import type { MemorySecret, MemoryStore } from "@keykist/core/memory";
import { type OpenClass, sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";
import { label, refusal } from "./labelling.ts";

/** What a manager makes of a label that is refused to a secret that it has just replaced. */
type Refused = (given: {
  readonly call: Call;
  readonly path: SecretPath;
  readonly before: MemorySecret | undefined;
  readonly store: MemoryStore;
  readonly outcome: ReplaceOutcome;
}) => ReplaceOutcome | Promise<ReplaceOutcome>;

/** Replaces a secret, and labels it in a second step, in the operations that are meant. */
function replacing(
  Base: OpenClass,
  isMeant: (call: Call, expected: Revision | undefined) => boolean,
  refused: Refused,
): OpenClass {
  return class extends Base {
    protected override async doReplace(
      path: SecretPath,
      record: SecretRecord,
      expected: Revision | undefined,
      call: Call,
    ): Promise<ReplaceOutcome> {
      const before = this.stored(path.full);
      const outcome = await super.doReplace(path, record, expected, call);
      if (outcome.kind !== "replaced" || !isMeant(call, expected)) return outcome;
      const { store } = this;
      const instead = await label(call, "label", () =>
        refused({ call, path, before, store, outcome }),
      );
      return instead ?? outcome;
    }
  };
}

const isUpdate = (call: Call, expected: Revision | undefined): boolean =>
  call.operation === "updateSecret" && expected === undefined;

/** Puts back the state before a write. */
function putBack(store: MemoryStore, { full }: SecretPath, before: MemorySecret | undefined): void {
  if (before !== undefined) store.secrets.set(full, before);
}

export const writingSaboteurs: readonly Saboteur[] = [
  sabotage(
    "refusals/register",
    "says that nothing was done where the secret is registered and its label was refused",
    (Base) => {
      return class extends Base {
        protected override async doCreate(
          path: SecretPath,
          record: SecretRecord,
          call: Call,
        ): Promise<CreateOutcome> {
          const outcome = await super.doCreate(path, record, call);
          if (outcome.kind !== "created") return outcome;
          await label(call, "label", () => {
            throw refusal("registerSecret", "not_applied");
          });
          return outcome;
        }
      };
    },
  ),
  sabotage("refusals/update", "tidies up after a refused label as registering does", (Base) =>
    replacing(Base, isUpdate, ({ path, store }) => {
      store.secrets.delete(path.full);
      throw refusal("updateSecret", "not_applied");
    }),
  ),
  sabotage(
    "refusals/update-guarded",
    "says that nothing was done where the content is replaced and its label was refused",
    (Base) =>
      replacing(
        Base,
        ({ operation }, expected) => operation === "updateSecret" && expected !== undefined,
        () => {
          throw refusal("updateSecret", "not_applied");
        },
      ),
  ),
  sabotage(
    "refusals/modify",
    "takes a change back whose label was refused, and says that it was made",
    (Base) =>
      replacing(
        Base,
        ({ operation }) => operation === "modifySecret",
        ({ path, before, store, outcome }) => {
          putBack(store, path, before);
          return outcome;
        },
      ),
  ),
  sabotage(
    "refusals/rollback",
    "says that the rollback took effect where it took it back for want of a label",
    (Base) =>
      replacing(
        Base,
        ({ operation }) => operation === "rollbackSecret",
        ({ path, before, store }) => {
          putBack(store, path, before);
          throw refusal("rollbackSecret", "applied");
        },
      ),
  ),
  sabotage(
    "refusals/unrestored",
    "says that a refused update was taken back where that was refused, too",
    (Base) =>
      replacing(Base, isUpdate, async ({ call, path, before, store }) => {
        await label(call, "take back", () => {
          throw refusal("updateSecret", "not_applied");
        });
        putBack(store, path, before);
        throw refusal("updateSecret", "not_applied");
      }),
  ),
  sabotage(
    "refusals/random",
    "mends what a refused update left when the next secret is registered, whatever was written since",
    (Base) => {
      const left = new WeakMap<MemoryStore, readonly [SecretPath, MemorySecret]>();
      const Replacing = replacing(Base, isUpdate, ({ path, before, store }) => {
        putBack(store, path, before);
        if (before !== undefined) left.set(store, [path, before]);
        throw refusal("updateSecret", "not_applied");
      });
      return class extends Replacing {
        protected override doCreate(
          path: SecretPath,
          record: SecretRecord,
          call: Call,
        ): Promise<CreateOutcome> {
          const [unmended, before] = left.get(this.store) ?? [];
          if (unmended !== undefined && unmended.full !== path.full) {
            putBack(this.store, unmended, before);
            left.delete(this.store);
          }
          return super.doCreate(path, record, call);
        }
      };
    },
  ),
];
