import type {
  AdoptOutcome,
  Call,
  Operation,
  RemoveManyAnswer,
  RemoveOutcome,
  ReplaceOutcome,
  Revision,
  SecretPath,
  SecretRecord,
  UndeleteOutcome,
} from "@keykist/core";
import { present } from "../../remote/remote-protocol.ts";
import type { Head } from "../../remote/remote-server.ts";
import { type OpenClass, sabotage } from "../open-manager.ts";
import { sabotageRemote } from "../remote-saboteur.ts";
import type { Saboteur } from "../saboteur.ts";

/** Keys of a secret that one write takes: more are written in several. */
const AT_ONCE = 2;

/** Two steps where there should be one: a crash between them shows what should never be seen. */
export const halfDoneSaboteurs: readonly Saboteur[] = [
  sabotage("crash/update", "takes the old secret away before it puts the new one", (Base) =>
    replacingInTwo(Base, "updateSecret", ({ ifRevision }) => !ifRevision),
  ),
  sabotage("crash/modify", "takes the old content away before it puts the changed one", (Base) =>
    replacingInTwo(Base, "modifySecret", () => true),
  ),
  sabotage("crash/rollback", "takes the present away before it puts what was earlier", (Base) =>
    replacingInTwo(Base, "rollbackSecret", () => true),
  ),
  sabotageRemote(
    "crash/update",
    "writes values in place before it writes the head",
    (Base) => {
      return class extends Base {
        protected override async commit(
          path: SecretPath,
          head: Head,
          version: number | undefined,
          call: Call,
        ): Promise<boolean> {
          const { parts } = this.server;
          const [state] = head.states;
          if (
            call.operation !== "updateSecret" ||
            state === undefined ||
            state.parts.size <= AT_ONCE
          ) {
            return super.commit(path, head, version, call);
          }
          const old =
            present(this.server.heads.get(path.full))?.states[0].parts ?? new Map<string, string>();
          const values = new Map(parts);
          for (const [key, id] of old) {
            const value = parts.get(state.parts.get(key) ?? "");
            if (value !== undefined) {
              await this.ask(call, `overwrite ${key}`, () => this.server.putPart(id, value));
            }
          }
          const isDone = await super.commit(path, head, version, call);
          // Put right again: the history is another matter.
          for (const id of old.values()) parts.set(id, values.get(id) ?? "");
          return isDone;
        }
      };
    },
    {
      alsoFails: {
        "concurrency/batch-read": "others read between two steps of an update",
        "crash/update-guarded": "it writes the values in the same way",
        "capabilities/atomic-update": "who reads between two writes sees it, too",
        "native/crash": "others read between two writes, too",
        "native/each-step": "others read between two writes, too",
        "native/refused": "others read between two writes, too",
        "refusals/random": "a refusal between two writes leaves half of each",
      },
    },
  ),
  sabotage("crash/delete", "deletes the values of a secret before its name", (Base) => {
    return class extends Base {
      protected override async doRemove(
        path: SecretPath,
        expected: Revision | undefined,
        call: Call,
      ): Promise<RemoveOutcome> {
        const stored = this.stored(path.full);
        const isSmall = stored === undefined || stored.current.entries.size <= AT_ONCE;
        if (
          expected === undefined &&
          call.operation === "deleteSecret" &&
          !isSmall &&
          stored.owned
        ) {
          await call.step("remove values", () => {
            const { current } = stored;
            this.meddle(path.full, () => ({ current: { ...current, entries: new Map() } }));
          });
          this.meddle(path.full, () => stored);
        }
        return super.doRemove(path, expected, call);
      }
    };
  }),
  sabotage("crash/delete-all", "gives up what it will delete, then deletes it", (Base) => {
    return class extends Base {
      protected override async *doRemoveAll(
        paths: readonly SecretPath[],
        call: Call,
      ): AsyncIterable<RemoveManyAnswer> {
        const large = paths.filter(
          ({ full }) => (this.stored(full)?.current.entries.size ?? 0) > AT_ONCE,
        );
        for (const { full } of large) {
          await call.step("give up", () => {
            this.meddle(full, () => ({ owned: false }));
          });
        }
        for (const { full } of large) this.meddle(full, () => ({ owned: true }));
        yield* super.doRemoveAll(paths, call);
      }
    };
  }),
  sabotage("crash/adopt", "says that a secret is its own before it says of which type", (Base) => {
    return class extends Base {
      protected override async doAdopt(
        path: SecretPath,
        type: string,
        expected: Revision,
        call: Call,
      ): Promise<AdoptOutcome> {
        const stored = this.stored(path.full);
        if (stored !== undefined && stored.current.entries.size > AT_ONCE) {
          await call.step("own", () => {
            this.meddle(path.full, () => ({ owned: true }));
          });
          this.meddle(path.full, () => ({ owned: false }));
        }
        return super.doAdopt(path, type, expected, call);
      }
    };
  }),
  sabotage("crash/undelete", "brings a secret back with two keys, and adds the others", (Base) => {
    return class extends Base {
      protected override async doUndelete(path: SecretPath, call: Call): Promise<UndeleteOutcome> {
        const outcome = await super.doUndelete(path, call);
        const entries = this.stored(path.full)?.current.entries;
        if (outcome.kind !== "restored" || entries === undefined || entries.size <= AT_ONCE) {
          return outcome;
        }
        const some = new Map([...entries].slice(0, AT_ONCE));
        const put = (restored: ReadonlyMap<string, string>): void => {
          this.meddle(path.full, ({ current }) => ({ current: { ...current, entries: restored } }));
        };
        await call.step("restore two", () => {
          put(some);
        });
        await call.step("restore the others", () => {
          put(entries);
        });
        return outcome;
      }
    };
  }),
];

/** A manager that replaces large secrets in one operation by taking them away and putting them again. */
function replacingInTwo(
  Base: OpenClass,
  operation: Operation,
  applies: (given: { readonly ifRevision: Revision | undefined }) => boolean,
): OpenClass {
  return class extends Base {
    protected override async doReplace(
      path: SecretPath,
      record: SecretRecord,
      expected: Revision | undefined,
      call: Call,
    ): Promise<ReplaceOutcome> {
      const stored = this.stored(path.full);
      const isMeant = call.operation === operation && applies({ ifRevision: expected });
      const isSmall = stored === undefined || stored.current.entries.size <= AT_ONCE;
      if (!isMeant || isSmall || !stored.owned || stored.type !== record.type) {
        return super.doReplace(path, record, expected, call);
      }
      await call.step("take away", () => this.store.secrets.delete(path.full));
      this.store.secrets.set(path.full, stored);
      return super.doReplace(path, record, expected, call);
    }
  };
}
