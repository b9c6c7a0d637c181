import type { Call, CreateOutcome, SecretPath, SecretRecord, StoredRecord } from "@keykist/core";
import { type BrokenFlavor, brokenFlavor } from "../broken-flavor.ts";
import { codeOf, onStage, register, show, tricks, update } from "../stage.ts";
import { rowsHarness } from "./rows-harness.ts";
import { RowsSecretsManager } from "./rows-secrets-manager.ts";

/** How long a manager remembers that a secret is not there; milliseconds. */
const REMEMBERED = 5000;

/** Remembers what is not there, so that optional secrets cost nothing. */
class RemembersAbsence extends RowsSecretsManager {
  readonly #absentUntil = new Map<string, number>();

  protected override async doRead(path: SecretPath, call: Call): Promise<StoredRecord | undefined> {
    const now = call.clock.now();
    if ((this.#absentUntil.get(path.full) ?? now) > now) return undefined;
    const stored = await super.doRead(path, call);
    if (stored === undefined) this.#absentUntil.set(path.full, now + REMEMBERED);
    return stored;
  }

  protected override async doCreate(
    path: SecretPath,
    record: SecretRecord,
    call: Call,
  ): Promise<CreateOutcome> {
    this.#absentUntil.delete(path.full);
    return super.doCreate(path, record, call);
  }
}

/** Lets a read wait for another of the same secret that is under way. */
class JoinsReads extends RowsSecretsManager {
  readonly #underWay = new Map<string, Promise<StoredRecord | undefined>>();

  protected override async doRead(path: SecretPath, call: Call): Promise<StoredRecord | undefined> {
    const joined = this.#underWay.get(path.full);
    if (joined !== undefined) return joined;
    const reading = super.doRead(path, call);
    this.#underWay.set(path.full, reading);
    try {
      return await reading;
    } finally {
      this.#underWay.delete(path.full);
    }
  }
}

export const brokenCaches: readonly BrokenFlavor[] = [
  brokenFlavor({
    id: "rows-remembers-absence",
    defect: "that a secret is not there is remembered for five seconds",
    sentence: "Whether a get sees every write that was acknowledged before it.",
    base: "rows",
    harness: rowsHarness(RemembersAbsence),
    shows: onStage(async ({ manager }) => {
      const reader = await manager();
      await codeOf(reader.getSecret("db"));
      await register(await manager(), "db", { password: "x" });
      const code = await codeOf(reader.getSecret("db"));
      return show(
        code === "SECRET_NOT_FOUND",
        "a secret that is registered is said not to be there",
      );
    }),
  }),
  brokenFlavor({
    id: "rows-joins-reads",
    defect: "a read is given the answer of one that was asked before a write",
    sentence: "Whether a get sees every write that was acknowledged before it.",
    base: "rows",
    harness: rowsHarness(JoinsReads),
    shows: onStage(async ({ manager }) => {
      const writer = await manager();
      await register(writer, "db", { password: "old" });
      const { promise: answered, resolve: answer } = Promise.withResolvers<undefined>();
      const reader = await manager(
        {},
        { interceptStep: tricks({ after: [/select/, () => answered] }) },
      );
      const first = reader.getSecret("db");
      await new Promise(setImmediate);
      await update(writer, "db", { password: "new" });
      const second = reader.getSecret("db");
      answer(undefined);
      await first;
      const isOld = (await second).content["password"] === "old";
      return show(
        isOld,
        "a read that began after an update was acknowledged shows what was before",
      );
    }),
  }),
];
