import type { Call, Entries, SecretPath, StoredRecord } from "@keykist/core";
import { type BrokenFlavor, brokenFlavor } from "../broken-flavor.ts";
import { codeOf, contentOf, onStage, register, show, update } from "../stage.ts";
import { ledgerHarness } from "./ledger-harness.ts";
import { LedgerSecretsManager } from "./ledger-secrets-manager.ts";
import type { CatalogItem, LedgerFact } from "./ledger-service.ts";
import { type Merge, recordOf, type Story, told, UNTOLD } from "./ledger-states.ts";

/** Makes snapshots of what was set, and of nothing that was unset. */
class SnapshotOfSets extends LedgerSecretsManager {
  protected override kept(story: Story): Story {
    if (story.life === undefined) return story;
    const [current, ...earlier] = story.life.states;
    const sets = new Map<string, string>();
    for (const { entries } of [...earlier.toReversed(), current]) {
      for (const [key, value] of entries) sets.set(key, value);
    }
    const all = { ...current, entries: sets };
    return { ...story, life: { ...story.life, states: [all, ...earlier] } };
  }
}

/** Reads events in the order of their names, as a store of objects lists them: "10" before "9". */
class EventsByName extends LedgerSecretsManager {
  protected override async story({ full }: SecretPath, call: Call): Promise<Story> {
    const events = await call.step("read", () => this.ledger.read(full, 0), { mutates: false });
    const inOrder = events.toSorted((one, other) =>
      String(one.number) < String(other.number) ? -1 : 1,
    );
    return { ...told(UNTOLD, inOrder, this.merge), version: events.length };
  }
}

/** Decodes as the web does: a mark of byte order at the beginning is none of the text. */
function decoded(before: Entries, { set, unset }: LedgerFact): Entries {
  const entries = new Map(before);
  const decoder = new TextDecoder();
  for (const key of unset) entries.delete(key);
  for (const [key, bytes] of Object.entries(set)) entries.set(key, decoder.decode(bytes));
  return entries;
}

class DecodesAsTheWeb extends LedgerSecretsManager {
  protected override get merge(): Merge {
    return decoded;
  }
}

/** Finds a revision wherever it is in the stream, also in a life that was ended. */
class RevisionsOfAllLives extends LedgerSecretsManager {
  protected override async doReadRevision(
    { full }: SecretPath,
    revision: string,
    call: Call,
  ): Promise<StoredRecord | undefined> {
    const events = await call.step("read", () => this.ledger.read(full, 0), { mutates: false });
    const index = events.findIndex(({ id }) => id === revision);
    const { life } = told(UNTOLD, events.slice(0, index + 1), this.merge);
    return index === -1 || life === undefined ? undefined : recordOf(life);
  }
}

/** Takes a stream that was ever deleted out of the catalog. */
class DeletedForEver extends LedgerSecretsManager {
  protected override summaries(item: CatalogItem): ReturnType<LedgerSecretsManager["summaries"]> {
    return item.events.some(({ kind }) => kind === "deleted") ? [] : super.summaries(item);
  }
}

export const brokenStories: readonly BrokenFlavor[] = [
  brokenFlavor({
    id: "ledger-snapshot-of-sets",
    defect: "a snapshot, made of every fifth event, brings back keys that were removed before it",
    sentence: "a full, atomic replacement: new keys appear, absent keys go",
    base: "ledger",
    harness: ledgerHarness(SnapshotOfSets),
    shows: onStage(async ({ manager }) => {
      const ledger = await manager();
      await register(ledger, "db", { password: "x", obsolete: "y" });
      for (const password of ["1", "2", "3", "4", "5"]) await update(ledger, "db", { password });
      const isBack = (await contentOf(ledger, "db")).includes("obsolete");
      return show(isBack, "a key that an update removed is there again after five more updates");
    }),
  }),
  brokenFlavor({
    id: "ledger-events-by-name",
    defect: "events are told in the order of their names, where 10 comes before 9",
    sentence: "Whether a get sees every write that was acknowledged before it.",
    base: "ledger",
    harness: ledgerHarness(EventsByName),
    shows: onStage(async ({ manager }) => {
      const ledger = await manager();
      await register(ledger, "db", { count: "1" });
      for (let count = 2; count <= 10; count += 1)
        await update(ledger, "db", { count: `${count}` });
      const isOld = !(await contentOf(ledger, "db")).includes("10");
      return show(isOld, "the tenth state of a secret was acknowledged, and the ninth is read");
    }),
  }),
  brokenFlavor({
    id: "ledger-decodes-as-the-web",
    defect: "a mark of byte order at the beginning of a value is left out when it is read",
    sentence:
      "Stored values are strings, byte-exact UTF-8: never trimmed, parsed or re-typed by a flavor.",
    base: "ledger",
    harness: ledgerHarness(DecodesAsTheWeb),
    shows: onStage(async ({ manager }) => {
      const ledger = await manager();
      await register(ledger, "db", { file: "\uFEFFname;password" });
      const isCut = (await ledger.getSecret("db")).content["file"] === "name;password";
      return show(isCut, "the first character of a value is gone");
    }),
  }),
  brokenFlavor({
    id: "ledger-revisions-of-all-lives",
    defect: "revisions of a deleted namesake are read like those of the secret",
    sentence:
      "The secret exists, but the revision that was asked for is not kept (or never was one of this secret).",
    base: "ledger",
    harness: ledgerHarness(RevisionsOfAllLives),
    shows: onStage(async ({ manager }) => {
      const ledger = await manager();
      const revision = await register(ledger, "db", { password: "of the first" });
      await ledger.deleteSecret("db");
      await register(ledger, "db", { password: "of the second" });
      const code = await codeOf(ledger.getSecret("db", { revision }));
      return show(code === "done", "a value of a deleted secret is read as one of its namesake");
    }),
  }),
  brokenFlavor({
    id: "ledger-deleted-for-ever",
    defect: "the listing leaves out every name that was ever deleted",
    sentence: "The sorted names (not keys: the word is ZenML's) of the secrets of this scope.",
    base: "ledger",
    harness: ledgerHarness(DeletedForEver),
    shows: onStage(async ({ manager, backend }) => {
      const ledger = await manager();
      await register(ledger, "db", { password: "x" });
      await ledger.deleteSecret("db");
      await register(ledger, "db", { password: "y" });
      await backend.settle?.();
      const names = await ledger.getAllSecretKeys();
      return show(names.length === 0, "a secret that was registered again is never listed");
    }),
  }),
];
