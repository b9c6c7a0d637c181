import type {
  Call,
  CreateOutcome,
  ReplaceOutcome,
  Revision,
  SecretPath,
  SecretRecord,
  StoredRecord,
} from "@keykist/core";
import type { OpenClass } from "../open-manager.ts";

/** Keeps each entry by itself, under a name that is joined of the secret's and the key. */
export function joining(separator: string): (Base: OpenClass) => OpenClass {
  return (Base) => {
    const flat = new WeakMap<object, Map<string, string>>();
    return class extends Base {
      get #values(): Map<string, string> {
        const values = flat.get(this.store) ?? new Map<string, string>();
        flat.set(this.store, values);
        return values;
      }

      #keep({ full }: SecretPath, { entries }: SecretRecord): void {
        for (const [key, value] of entries) this.#values.set(`${full}${separator}${key}`, value);
      }

      protected override async doCreate(
        path: SecretPath,
        record: SecretRecord,
        call: Call,
      ): Promise<CreateOutcome> {
        const outcome = await super.doCreate(path, record, call);
        if (outcome.kind === "created") this.#keep(path, record);
        return outcome;
      }

      protected override async doReplace(
        path: SecretPath,
        record: SecretRecord,
        expected: Revision | undefined,
        call: Call,
      ): Promise<ReplaceOutcome> {
        const outcome = await super.doReplace(path, record, expected, call);
        if (outcome.kind === "replaced") this.#keep(path, record);
        return outcome;
      }

      protected override async doRead(
        path: SecretPath,
        call: Call,
      ): Promise<StoredRecord | undefined> {
        const stored = await super.doRead(path, call);
        // What was undone or meddled with is not in the flat table: this sabotage is about names alone.
        if (stored === undefined || this.stored(path.full)?.earlier.length !== 0) return stored;
        const entries = [...stored.entries].map(([key, value]): [string, string] => [
          key,
          this.#values.get(`${path.full}${separator}${key}`) ?? value,
        ]);
        return { ...stored, entries: new Map(entries) };
      }
    };
  };
}
