import type {
  Call,
  CreateOutcome,
  ReplaceOutcome,
  Revision,
  SecretPath,
  SecretRecord,
} from "@keykist/core";
import { type BrokenFlavor, brokenFlavor } from "../broken-flavor.ts";
import { codeOf, contentOf, onStage, register, show, tricks, update } from "../stage.ts";
import { ledgerHarness } from "./ledger-harness.ts";
import { LedgerSecretsManager } from "./ledger-secrets-manager.ts";
import { difference, whole } from "./ledger-states.ts";

/** Expects nothing of a stream that holds a deleted secret: it has looked, after all. */
class CreatesOverAnything extends LedgerSecretsManager {
  protected override async doCreate(
    path: SecretPath,
    record: SecretRecord,
    call: Call,
  ): Promise<CreateOutcome> {
    const { life, version } = await this.story(path, call);
    if (life !== undefined) return { kind: "exists" };
    const fact = whole("registered", record.entries, record.type);
    const revision = await this.append(path, fact, version === 0 ? 0 : "any", call);
    return revision === undefined ? { kind: "exists" } : { kind: "created", revision };
  }
}

/** Expects nothing where the caller expects nothing, and appends what has changed since it looked. */
class UnguardedDifference extends LedgerSecretsManager {
  protected override async doReplace(
    path: SecretPath,
    record: SecretRecord,
    expected: Revision | undefined,
    call: Call,
  ): Promise<ReplaceOutcome> {
    if (expected !== undefined) return super.doReplace(path, record, expected, call);
    const story = await this.story(path, call);
    const { life } = story;
    if (life === undefined) return { kind: "absent" };
    if (life.type === undefined) return { kind: "not_owned" };
    if (life.type !== record.type) return { kind: "type_mismatch", storedType: life.type };
    await this.snapshot(path, story, call);
    const fact = difference("changed", life.states[0].entries, record.entries);
    const revision = await this.append(path, fact, "any", call);
    return revision === undefined ? { kind: "conflict" } : { kind: "replaced", revision };
  }
}

/** Appends nothing where nothing changes, and does not ask then what the caller expects. */
class NothingToDo extends LedgerSecretsManager {
  protected override async doReplace(
    path: SecretPath,
    record: SecretRecord,
    expected: Revision | undefined,
    call: Call,
  ): Promise<ReplaceOutcome> {
    const { life } = await this.story(path, call);
    if (expected !== undefined && life?.type === record.type) {
      const [{ entries, revision }] = life.states;
      const { set, unset } = difference("changed", entries, record.entries);
      if (Object.keys(set).length + unset.length === 0) return { kind: "replaced", revision };
    }
    return super.doReplace(path, record, expected, call);
  }
}

export const brokenAppends: readonly BrokenFlavor[] = [
  brokenFlavor({
    id: "ledger-creates-over-anything",
    defect: "of registrations over a deleted name, each succeeds that has seen it deleted",
    sentence: "Of two concurrent registrations of one name, exactly one succeeds.",
    base: "ledger",
    harness: ledgerHarness(CreatesOverAnything),
    shows: onStage(async ({ manager }) => {
      const other = await manager();
      await register(other, "db", { password: "old" });
      await other.deleteSecret("db");
      let ofOther = "";
      const intrude = async (): Promise<void> => {
        ofOther = await codeOf(register(other, "db", { password: "of the other" }));
      };
      const mine = await manager({}, { interceptStep: tricks({ before: [/append/, intrude] }) });
      const ofMine = await codeOf(register(mine, "db", { password: "mine" }));
      return show(
        ofOther === "done" && ofMine === "done",
        "two registrations of one name have succeeded, and the secret of the first is gone",
      );
    }),
  }),
  brokenFlavor({
    id: "ledger-unguarded-difference",
    defect:
      "an unguarded update writes the difference from what it has seen, over whatever is there",
    sentence:
      "Replaces the whole content of a secret, atomically: new keys appear, absent keys go.",
    base: "ledger",
    harness: ledgerHarness(UnguardedDifference),
    shows: onStage(async ({ manager }) => {
      const other = await manager();
      await register(other, "db", { host: "one", password: "of one" });
      const intrude = () => update(other, "db", { host: "two", password: "of two" });
      const mine = await manager({}, { interceptStep: tricks({ before: [/append/, intrude] }) });
      await update(mine, "db", { host: "one", password: "new of one" });
      const content = await contentOf(mine, "db");
      const isMixed = content.includes("two") && content.includes("new of one");
      return show(isMixed, "two updates have left a content that is neither one's nor the other's");
    }),
  }),
  brokenFlavor({
    id: "ledger-nothing-to-do",
    defect: "an update that changes nothing succeeds whatever revision it depends on",
    sentence: "Write only if the secret is still in this state; else `REVISION_CONFLICT`.",
    base: "ledger",
    harness: ledgerHarness(NothingToDo),
    shows: onStage(async ({ manager }) => {
      const ledger = await manager();
      const stale = await register(ledger, "db", { password: "one" });
      await update(ledger, "db", { password: "two" });
      const code = await codeOf(update(ledger, "db", { password: "two" }, stale));
      return show(code === "done", "an update under a revision that is superseded has succeeded");
    }),
  }),
];
