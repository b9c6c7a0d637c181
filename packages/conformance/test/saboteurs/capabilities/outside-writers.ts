import type {
  Call,
  CreateOutcome,
  RemoveOutcome,
  ReplaceOutcome,
  Revision,
  SecretPath,
  SecretRecord,
  UndeleteOutcome,
} from "@keykist/core";
import type { MemoryStore } from "@keykist/core/memory";
import { type OpenClass, sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

/** Which guarded writes compare a field of keykist's own. */
interface Comparing {
  readonly update: boolean;
  readonly delete: boolean;
}

/** Guards by a field that only keykist's own writes change. */
function comparingOwn(Base: OpenClass, comparing: Comparing): OpenClass {
  const written = new WeakMap<MemoryStore, Map<string, Revision>>();
  return class extends Base {
    protected override async doCreate(
      path: SecretPath,
      record: SecretRecord,
      call: Call,
    ): Promise<CreateOutcome> {
      return this.#noted(path, await super.doCreate(path, record, call));
    }

    protected override async doReplace(
      path: SecretPath,
      record: SecretRecord,
      expected: Revision | undefined,
      call: Call,
    ): Promise<ReplaceOutcome> {
      const compared = comparing.update ? this.#compared(path, expected) : expected;
      return this.#noted(path, await super.doReplace(path, record, compared, call));
    }

    protected override doRemove(
      path: SecretPath,
      expected: Revision | undefined,
      call: Call,
    ): Promise<RemoveOutcome> {
      const compared = comparing.delete ? this.#compared(path, expected) : expected;
      return super.doRemove(path, compared, call);
    }

    protected override async doUndelete(path: SecretPath, call: Call): Promise<UndeleteOutcome> {
      return this.#noted(path, await super.doUndelete(path, call));
    }

    #noted<T extends object>({ full }: SecretPath, outcome: T): T {
      const known = written.get(this.store) ?? new Map<string, Revision>();
      written.set(this.store, known);
      const revision: unknown = Reflect.get(outcome, "revision");
      if (typeof revision === "string") known.set(full, revision);
      return outcome;
    }

    /** The revision in force, where the one that is expected is that of keykist's last write. */
    #compared({ full }: SecretPath, expected: Revision | undefined): Revision | undefined {
      const isLast = expected !== undefined && written.get(this.store)?.get(full) === expected;
      return isLast ? (this.stored(full)?.current.revision ?? expected) : expected;
    }
  };
}

export const outsideWriterSaboteurs: readonly Saboteur[] = [
  sabotage(
    "capabilities/guarded-update-outside",
    "guards updates by a field that only its own writes change",
    (Base) => comparingOwn(Base, { update: true, delete: false }),
  ),
  sabotage(
    "capabilities/guarded-delete-outside",
    "guards deletions by a field that only its own writes change",
    (Base) => comparingOwn(Base, { update: false, delete: true }),
  ),
];
