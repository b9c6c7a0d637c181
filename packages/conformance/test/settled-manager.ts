import type {
  Call,
  Capabilities,
  CreateOutcome,
  Diagnosable,
  Diagnosis,
  Entries,
  RemoveOutcome,
  ReplaceOutcome,
  Revision,
  SecretPath,
  SecretRecord,
} from "@keykist/core";
import { nativeView } from "./native-view.ts";
import { OpenSecretsManager } from "./saboteurs/open-manager.ts";

/**
 * A correct manager whose values others read one by one before the write is in force, as in a store without a call
 * for several objects. It names the secrets whose writes were cut short.
 */
export class SettledSecretsManager extends OpenSecretsManager implements Diagnosable {
  static override readonly FLAVOR: string = "settled";
  static override readonly capabilities: Capabilities = {
    ...OpenSecretsManager.capabilities,
    nativeReads: "settled",
  };

  async *diagnose(): AsyncIterable<Diagnosis> {
    for (const path of nativeView(this.store).shown.keys()) {
      const says = `a write of ${path} was cut short`;
      yield { status: "problem", about: "writes", says, next: "write it again", code: "CORRUPT" };
    }
  }

  protected override async doCreate(
    path: SecretPath,
    record: SecretRecord,
    call: Call,
  ): Promise<CreateOutcome> {
    if (this.stored(path.full) === undefined) await this.show(path, record.entries, call);
    return this.settle(path, await super.doCreate(path, record, call), call);
  }

  protected override async doReplace(
    path: SecretPath,
    record: SecretRecord,
    expected: Revision | undefined,
    call: Call,
  ): Promise<ReplaceOutcome> {
    if (this.stored(path.full)?.owned === true) await this.show(path, record.entries, call);
    return this.settle(path, await super.doReplace(path, record, expected, call), call);
  }

  protected override async doRemove(
    path: SecretPath,
    expected: Revision | undefined,
    call: Call,
  ): Promise<RemoveOutcome> {
    const { read, shown } = nativeView(this.store);
    if (this.stored(path.full)?.owned === true)
      await call.step("hold", () => shown.set(path.full, read(path.full)));
    return this.settle(path, await super.doRemove(path, expected, call), call);
  }

  /** Shows others the values of a write, one by one. */
  protected async show({ full }: SecretPath, entries: Entries, call: Call): Promise<void> {
    const { read, shown } = nativeView(this.store);
    for (const [key, value] of entries)
      await call.step(`show ${key}`, () => shown.set(full, { ...read(full), [key]: value }));
  }

  /** Shows others what is in force. */
  protected async settle<T>({ full }: SecretPath, outcome: T, call: Call): Promise<T> {
    const { shown } = nativeView(this.store);
    if (shown.has(full)) await call.step("settle", () => shown.delete(full));
    return outcome;
  }
}
