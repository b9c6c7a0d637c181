import type { Call, ReplaceOutcome, Revision, SecretPath, SecretRecord } from "@keykist/core";
import { type OpenClass, sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

type Replacement = [
  path: SecretPath,
  record: SecretRecord,
  expected: Revision | undefined,
  call: Call,
];

const takingKeysAway = {
  "names-and-values/secret-empty": "it takes the only key away",
  "names-and-values/update-exact": "some of its updates take keys away",
  "names-and-values/backend-exact": "some of its updates take keys away",
  "scopes/shared-none": "its update takes a key away",
};

export const updatingSaboteurs: readonly Saboteur[] = [
  sabotage(
    "contract/update-replaces",
    "merges the new content into the old",
    (Base) => {
      return class extends Base {
        protected override doReplace(
          ...[path, record, expected, call]: Replacement
        ): Promise<ReplaceOutcome> {
          const merging = call.operation === "updateSecret" && path.scope === "none";
          const old = merging ? this.stored(path.full)?.current.entries : undefined;
          const entries = new Map([...(old ?? []), ...record.entries]);
          return super.doReplace(path, { ...record, entries }, expected, call);
        }
      };
    },
    { alsoFails: takingKeysAway },
  ),
  sabotage("contract/update-revision", "answers the revision that it replaced", (Base) => {
    return class extends Base {
      protected override async doReplace(...args: Replacement): Promise<ReplaceOutcome> {
        const [path, , , call] = args;
        const before = this.stored(path.full)?.current.revision;
        const outcome = await super.doReplace(...args);
        return outcome.kind === "replaced" &&
          before !== undefined &&
          call.operation === "updateSecret"
          ? { kind: "replaced", revision: before }
          : outcome;
      }
    };
  }),
  sabotage(
    "contract/update-absent",
    "makes a secret where there is none to update",
    (Base) => {
      return class extends Base {
        protected override async doReplace(...args: Replacement): Promise<ReplaceOutcome> {
          const [path, record, expected, call] = args;
          const outcome = await super.doReplace(...args);
          const isUpdate = call.operation === "updateSecret" && path.scope === "none";
          if (outcome.kind !== "absent" || expected !== undefined || !isUpdate) return outcome;
          const created = await super.doCreate(path, record, call);
          return created.kind === "created" ? { ...created, kind: "replaced" } : outcome;
        }
      };
    },
    { alsoFails: { "leaks/refused": "it looks into the refusal of such an update" } },
  ),
  sabotage(
    "contract/update-guarded",
    "compares ifRevision with the revision of the registration",
    (Base) =>
      conflicting(
        Base,
        ({ present, expected, first }) => expected === present && present !== first,
      ),
  ),
  sabotage(
    "contract/update-stale",
    "does not look at ifRevision where it made the last change itself",
    (Base) => {
      return class extends Base {
        readonly #own = new Map<string, Revision>();

        protected override async doReplace(
          ...[path, record, expected, call]: Replacement
        ): Promise<ReplaceOutcome> {
          const present = this.stored(path.full)?.current.revision;
          const isOwn = present !== undefined && this.#own.get(path.full) === present;
          const trusting = isOwn && call.operation === "updateSecret";
          const outcome = await super.doReplace(
            path,
            record,
            trusting ? undefined : expected,
            call,
          );
          if (outcome.kind === "replaced") this.#own.set(path.full, outcome.revision);
          return outcome;
        }
      };
    },
  ),
  sabotage("contract/update-guarded-absent", "calls the deletion of a secret a conflict", (Base) =>
    conflicting(Base, ({ present }) => present === undefined),
  ),
  sabotage("contract/update-type", "lets an update change the type", (Base) => {
    return class extends Base {
      protected override doReplace(...args: Replacement): Promise<ReplaceOutcome> {
        const [path, { type }] = args;
        this.meddle(path.full, ({ owned }) => (owned ? { type } : {}));
        return super.doReplace(...args);
      }
    };
  }),
];

interface Guard {
  readonly present: Revision | undefined;
  readonly expected: Revision;
  readonly first: Revision | undefined;
}

/** A manager whose guarded updates are a conflict in other cases too. */
function conflicting(Base: OpenClass, isConflict: (guard: Guard) => boolean): OpenClass {
  return class extends Base {
    protected override async doReplace(...args: Replacement): Promise<ReplaceOutcome> {
      const [path, , expected, call] = args;
      if (expected === undefined || call.operation !== "updateSecret")
        return super.doReplace(...args);
      const stored = this.stored(path.full);
      const present = stored?.current.revision;
      const first = stored?.earlier.at(-1)?.revision ?? present;
      return isConflict({ present, expected, first })
        ? { kind: "conflict" }
        : super.doReplace(...args);
    }
  };
}
