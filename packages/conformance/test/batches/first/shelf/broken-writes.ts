import {
  type AdoptOutcome,
  type Call,
  type CreateOutcome,
  type Entries,
  type Revision,
  retriedStep,
  type SecretPath,
  type SecretRecord,
  type StoredRecord,
} from "@keykist/core";
import { type BrokenFlavor, brokenFlavor } from "../broken-flavor.ts";
import { codeOf, errorOf, onStage, register, show, tricks, unavailable, update } from "../stage.ts";
import { isStatus } from "./shelf-error.ts";
import { shelfHarness } from "./shelf-harness.ts";
import { ShelfSecretsManager } from "./shelf-secrets-manager.ts";
import { bodyOf, entriesIn, notesOf, storedRecord } from "./shelf-secret.ts";
import type { ShelfCondition, ShelfDocument, ShelfPut } from "./shelf-service.ts";
import { CHANGED, unlessChanged } from "./unless-changed.ts";

/** Repeats a conditional put whose answer was lost, and believes the refusal of the repetition. */
class RepeatedCreate extends ShelfSecretsManager {
  protected override async doCreate(
    path: SecretPath,
    { type, entries }: SecretRecord,
    call: Call,
  ): Promise<CreateOutcome> {
    const put = this.written(type, entries);
    const revision = await unlessChanged(() =>
      retriedStep(call, {
        name: "PUT",
        attempts: 4,
        mayPass: (error) => isStatus(error, 503) || isStatus(error, 429),
        run: () => this.client.put(path.full, put, { ifNoneMatch: "*" }, this.options(call)),
      }),
    );
    return revision === CHANGED ? { kind: "exists" } : { kind: "created", revision };
  }
}

/** Looks after a put which etag the document has now. */
class RevisionByReading extends ShelfSecretsManager {
  protected override async put(
    path: SecretPath,
    record: SecretRecord,
    condition: ShelfCondition,
    call: Call,
  ): Promise<Revision | undefined> {
    const revision = await super.put(path, record, condition, call);
    if (revision === undefined) return undefined;
    return (await this.get(path.full, call))?.etag ?? revision;
  }
}

/** Adopts under the etag that it finds, not under the one of the content that the base has checked. */
class AdoptsWhatIsThere extends ShelfSecretsManager {
  protected override async doAdopt(
    path: SecretPath,
    type: string,
    _expected: Revision,
    call: Call,
  ): Promise<AdoptOutcome> {
    const document = await this.get(path.full, call);
    if (document === undefined) return { kind: "absent" };
    return super.doAdopt(path, type, document.etag, call);
  }
}

const ENCODED = "base64:";

/** Entries in a form that every tool prints: what is not plain ASCII as base64. */
function printable(entries: Entries): Entries {
  return new Map(
    [...entries].map(([key, value]) => {
      const isPlain = /^[\x20-\x7e]*$/.test(value) && !value.startsWith(ENCODED);
      return [key, isPlain ? value : ENCODED + Buffer.from(value).toString("base64")];
    }),
  );
}

function unprintable(value: string): string {
  if (!value.startsWith(ENCODED)) return value;
  return Buffer.from(value.slice(ENCODED.length), "base64").toString();
}

const printableFormat = {
  written: (type: string, entries: Entries): ShelfPut => {
    return { body: bodyOf(printable(entries)), notes: notesOf(type) };
  },
  record: (document: ShelfDocument): StoredRecord => {
    const stored = storedRecord(document);
    if (!stored.owned) return stored;
    const entries = [...(entriesIn(document.body) ?? [])];
    return {
      ...stored,
      entries: new Map(entries.map(([key, value]) => [key, unprintable(value)])),
    };
  },
};

/** Keeps what is not plain ASCII in a form of its own, where others read plain values. */
class PrintableBodies extends ShelfSecretsManager {
  protected override written(type: string, entries: Entries): ShelfPut {
    return printableFormat.written(type, entries);
  }

  protected override record(document: ShelfDocument): StoredRecord {
    return printableFormat.record(document);
  }
}

export const brokenWrites: readonly BrokenFlavor[] = [
  brokenFlavor({
    id: "shelf-repeated-create",
    defect:
      "a registration whose answer was lost is repeated, and finds its own document in the way",
    sentence:
      'A write that is aborted, times out or loses its answer after the first mutating step is `unknown`, never "failed"',
    base: "shelf",
    harness: shelfHarness(RepeatedCreate),
    shows: onStage(async ({ manager, backend, harness }) => {
      const lost = async (): Promise<never> => {
        throw unavailable(harness);
      };
      const interceptStep = tricks({ after: [/PUT/, lost] });
      const error = await errorOf(register(await manager({}, { interceptStep }), "db", { a: "b" }));
      const isThere = (await backend.peek?.("db")) !== undefined;
      const isDenied = error?.code === "SECRET_EXISTS" && error.outcome === "not_applied";
      return show(isThere && isDenied, "a registration that was applied says that it was not");
    }),
  }),
  brokenFlavor({
    id: "shelf-revision-by-reading",
    defect: "the revision of a write is read after it, and may be of somebody else's write",
    sentence: "Write only if the secret is still in this state; else `REVISION_CONFLICT`.",
    base: "shelf",
    harness: shelfHarness(RevisionByReading),
    shows: onStage(async ({ manager }) => {
      const other = await manager();
      await register(other, "db", { password: "first" });
      const intrude = () => update(other, "db", { password: "of the other" });
      const mine = await manager({}, { interceptStep: tricks({ after: [/PUT/, intrude] }) });
      const revision = await update(mine, "db", { password: "mine" });
      const code = await codeOf(update(mine, "db", { password: "mine again" }, revision));
      return show(
        code === "done",
        "a write guarded by one's own revision overwrites what another wrote since",
      );
    }),
  }),
  brokenFlavor({
    id: "shelf-adopts-what-is-there",
    defect: "adoption goes by the etag found, not by that of the content that was checked",
    sentence: "Marks a secret as owned, if it is still in the state `expected`.",
    base: "shelf",
    harness: shelfHarness(AdoptsWhatIsThere),
    shows: onStage(async ({ manager, backend }) => {
      await backend.plant?.("db", { username: "app", password: "x" }, { owned: false });
      const change = async () => backend.nativeTools?.put?.("db", { nothing: "of the kind" });
      const shelf = await manager({}, { interceptStep: tricks({ after: [/GET/, change] }) });
      const code = await codeOf(shelf.adoptSecret("db", "basic_auth"));
      const reading = await codeOf(shelf.getSecret("db"));
      return show(
        code === "done" && reading !== "done",
        "a secret was adopted whose content nobody has checked, and cannot be read as its type",
      );
    }),
  }),
  brokenFlavor({
    id: "shelf-printable-bodies",
    defect: "values that are not plain ASCII are stored in base64, though others read the body",
    sentence: "`exact`: the plain value of the state in force, or nothing",
    base: "shelf",
    harness: shelfHarness(PrintableBodies, printableFormat),
    shows: onStage(async ({ manager, backend }) => {
      await register(await manager(), "db", { password: "grün" });
      const seen = await backend.nativeRead?.("db");
      return show(
        seen?.["password"] !== "grün",
        "a program without keykist reads base64 in place of a password",
      );
    }),
  }),
];
