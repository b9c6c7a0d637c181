import type {
  Call,
  CreateOutcome,
  RemoveOutcome,
  ReplaceOutcome,
  Revision,
  SecretPath,
  SecretRecord,
} from "@keykist/core";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

type Replacement = [
  path: SecretPath,
  record: SecretRecord,
  expected: Revision | undefined,
  call: Call,
];

/** Keys that one step writes, where a secret is written in batches. */
const BATCH = 2;

export const concurrencySaboteurs: readonly Saboteur[] = [
  sabotage(
    "capabilities/exclusive-create",
    "looks whether a name is free, and then writes",
    (Base) => {
      return class extends Base {
        protected override async doCreate(
          path: SecretPath,
          record: SecretRecord,
          call: Call,
        ): Promise<CreateOutcome> {
          const look = (): boolean => this.store.secrets.has(path.full);
          if (await call.step("look", look, { mutates: false })) return { kind: "exists" };
          return call.step("put", (): CreateOutcome => {
            const { type, entries } = record;
            const current = this.store.state(entries, new Date(call.clock.now()));
            this.store.secrets.set(path.full, {
              type,
              owned: true,
              createdAt: current.at,
              current,
              earlier: [],
            });
            this.store.deleted.delete(path.full);
            return { kind: "created", revision: current.revision };
          });
        }
      };
    },
  ),
  sabotage("capabilities/guarded-update", "looks at the revision, and then writes", (Base) => {
    return class extends Base {
      protected override async doReplace(
        ...[path, record, expected, call]: Replacement
      ): Promise<ReplaceOutcome> {
        if (expected === undefined || call.operation !== "updateSecret") {
          return super.doReplace(path, record, expected, call);
        }
        const look = (): Revision | undefined => this.stored(path.full)?.current.revision;
        const present = await call.step("look", look, { mutates: false });
        if (present !== undefined && present !== expected) return { kind: "conflict" };
        return super.doReplace(path, record, undefined, call);
      }
    };
  }),
  sabotage("capabilities/guarded-delete", "looks at the revision, and then deletes", (Base) => {
    return class extends Base {
      protected override async doRemove(
        ...[path, expected, call]: [SecretPath, Revision | undefined, Call]
      ): Promise<RemoveOutcome> {
        if (expected === undefined) return super.doRemove(path, expected, call);
        const look = (): Revision | undefined => this.stored(path.full)?.current.revision;
        const present = await call.step("look", look, { mutates: false });
        if (present !== undefined && present !== expected) return { kind: "conflict" };
        return super.doRemove(path, undefined, call);
      }
    };
  }),
  sabotage("capabilities/atomic-update", "writes two keys at a time", (Base) => {
    return class extends Base {
      protected override async doReplace(
        ...[path, record, expected, call]: Replacement
      ): Promise<ReplaceOutcome> {
        const stored = this.stored(path.full);
        const isSmall = record.entries.size <= BATCH;
        if (
          isSmall ||
          stored === undefined ||
          stored.type !== record.type ||
          call.operation !== "updateSecret"
        ) {
          return super.doReplace(path, record, expected, call);
        }
        const first = [...record.entries].slice(0, BATCH);
        const entries = new Map([...stored.current.entries, ...first]);
        const outcome = await super.doReplace(path, { ...record, entries }, expected, call);
        if (outcome.kind !== "replaced") return outcome;
        return super.doReplace(path, record, outcome.revision, call);
      }
    };
  }),
  sabotage("capabilities/atomic-create", "registers with two keys, and adds the others", (Base) => {
    return class extends Base {
      protected override async doCreate(
        path: SecretPath,
        record: SecretRecord,
        call: Call,
      ): Promise<CreateOutcome> {
        const first = new Map([...record.entries].slice(0, BATCH));
        const outcome = await super.doCreate(path, { ...record, entries: first }, call);
        if (outcome.kind === "exists" || record.entries.size <= BATCH) return outcome;
        await call.step("add", () => {
          this.meddle(path.full, ({ current }) => ({
            current: { ...current, entries: record.entries },
          }));
        });
        return outcome;
      }
    };
  }),
];
