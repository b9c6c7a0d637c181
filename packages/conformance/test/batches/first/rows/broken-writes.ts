import { randomUUID } from "node:crypto";
import type {
  Call,
  RemoveOutcome,
  ReplaceOutcome,
  Revision,
  SecretPath,
  SecretRecord,
} from "@keykist/core";
import { type BrokenFlavor, brokenFlavor } from "../broken-flavor.ts";
import { codeOf, onStage, register, show, tricks, unavailable, update } from "../stage.ts";
import { rowsHarness } from "./rows-harness.ts";
import { RowsSecretsManager } from "./rows-secrets-manager.ts";

/** Keeps the state that is to be superseded before it knows whether it will be. */
class KeepsTooEarly extends RowsSecretsManager {
  protected override async doReplace(
    path: SecretPath,
    record: SecretRecord,
    expected: Revision | undefined,
    call: Call,
  ): Promise<ReplaceOutcome> {
    await this.transaction("keep previous", call, () => {
      const found = this.find(path, undefined, undefined);
      if (found.kind === "found") this.keepPrevious(found.row);
    });
    return this.transaction("update", call, (): ReplaceOutcome => {
      const found = this.find(path, record.type, expected);
      if (found.kind !== "found") return found;
      return { kind: "replaced", revision: this.overwrite(path.full, record.entries, call) };
    });
  }
}

/** Begins and ends transactions by steps of their own, on the one connection that all share. */
class SharedTransaction extends RowsSecretsManager {
  protected override async transaction<T>(name: string, call: Call, work: () => T): Promise<T> {
    try {
      const begin = () => {
        this.database.begin();
      };
      await call.step("begin", begin, { mutates: false });
      const answer = await call.step(name, work);
      await call.step("commit", () => {
        this.database.commit();
      });
      return answer;
    } catch (error) {
      this.database.rollback();
      throw error;
    }
  }
}

/** How long a writer may hold a secret; milliseconds. */
const LEASE = 5000;

/** Writes under a lease, which runs out. */
class WritesUnderLease extends RowsSecretsManager {
  protected override async doReplace(
    path: SecretPath,
    record: SecretRecord,
    expected: Revision | undefined,
    call: Call,
  ): Promise<ReplaceOutcome> {
    return this.#leased(path, call, async () => {
      const found = await this.looking("look", call, () => this.find(path, record.type, expected));
      if (found.kind !== "found") return found;
      const revision = await this.transaction("write", call, () => {
        this.keepPrevious(found.row);
        return this.overwrite(path.full, record.entries, call);
      });
      return { kind: "replaced", revision };
    });
  }

  protected override doRemove(
    path: SecretPath,
    expected: Revision | undefined,
    call: Call,
  ): Promise<RemoveOutcome> {
    return this.#leased(path, call, () => super.doRemove(path, expected, call));
  }

  async #leased<T>({ full }: SecretPath, call: Call, work: () => Promise<T>): Promise<T> {
    const holder = randomUUID();
    const lease = (): boolean => {
      const now = call.clock.now();
      this.database.run("DELETE FROM leases WHERE path = ? AND until <= ?", full, now);
      const sql = "INSERT OR IGNORE INTO leases VALUES (?, ?, ?)";
      return this.database.run(sql, full, holder, now + LEASE) === 1;
    };
    for (let attempt = 1; !(await this.looking("lease", call, lease)); attempt += 1) {
      await call.backOff(attempt);
    }
    try {
      return await work();
    } finally {
      const release = () =>
        this.database.run("DELETE FROM leases WHERE path = ? AND holder = ?", full, holder);
      // One that cannot be given back runs out.
      await this.looking("release", call, release).catch(() => undefined);
    }
  }
}

/** Looks at the revision before the type. */
class RevisionBeforeType extends RowsSecretsManager {
  protected override find(
    path: SecretPath,
    type: string | undefined,
    expected: Revision | undefined,
  ): ReturnType<RowsSecretsManager["find"]> {
    const found = super.find(path, undefined, expected);
    return found.kind === "found" ? super.find(path, type, expected) : found;
  }
}

/** The time limits of operations, which nothing here comes near. */
function schedule(callback: () => void): () => void {
  const timer = setTimeout(callback, 10_000);
  return () => {
    clearTimeout(timer);
  };
}

export const brokenWrites: readonly BrokenFlavor[] = [
  brokenFlavor({
    id: "rows-keeps-too-early",
    defect: "an update that is refused has overwritten the earlier state that was kept",
    sentence:
      "replace the whole content at once; if `expected` is given, only in that state; leave everything as it was in each other case",
    base: "rows",
    harness: rowsHarness(KeepsTooEarly),
    shows: onStage(async ({ manager }) => {
      const rows = await manager();
      const first = await register(rows, "db", { password: "one" });
      await update(rows, "db", { password: "two" });
      await codeOf(update(rows, "db", { password: "three" }, first));
      const code = await codeOf(rows.rollbackSecret("db", first));
      return show(
        code === "REVISION_NOT_FOUND",
        "an update that was refused has destroyed the state before",
      );
    }),
  }),
  brokenFlavor({
    id: "rows-shared-transaction",
    defect: "transactions span steps on a connection that several operations share",
    sentence: "concurrent writers do not lose each other's work",
    base: "rows",
    harness: rowsHarness(SharedTransaction),
    shows: onStage(async ({ manager, backend, harness }) => {
      const fail = async (): Promise<never> => {
        throw unavailable(harness);
      };
      const failing = await manager({}, { interceptStep: tricks({ before: [/commit/, fail] }) });
      const intrude = () => codeOf(register(failing, "other", { password: "y" }));
      const mine = await manager({}, { interceptStep: tricks({ before: [/commit/, intrude] }) });
      const code = await codeOf(register(mine, "db", { password: "x" }));
      const isThere = (await backend.peek?.("db")) !== undefined;
      return show(
        code === "done" && !isThere,
        "a registration was acknowledged, and undone with another's",
      );
    }),
  }),
  brokenFlavor({
    id: "rows-writes-under-lease",
    defect: "the guard is a lease, and who holds it may write after it has run out",
    sentence: "holds a lock while it looks and writes (one that can run out is no guard)",
    base: "rows",
    harness: rowsHarness(WritesUnderLease),
    shows: onStage(async ({ manager }) => {
      let now = 0;
      const clock = { now: () => now, schedule };
      const other = await manager({}, { clock });
      const revision = await register(other, "db", { password: "one" });
      let ofOther = "";
      const intrude = async (): Promise<void> => {
        now += LEASE;
        ofOther = await codeOf(update(other, "db", { password: "of the other" }, revision));
      };
      const interceptStep = tricks({ before: [/^(?:write|update)$/, intrude] });
      const mine = await manager({}, { clock, interceptStep });
      const ofMine = await codeOf(update(mine, "db", { password: "mine" }, revision));
      return show(
        ofOther === "done" && ofMine === "done",
        "two updates under one revision have succeeded, and the first is lost",
      );
    }),
  }),
  brokenFlavor({
    id: "rows-revision-before-type",
    defect: "a guarded update of another type is refused for its revision, not for its type",
    sentence: "One order of refusals, in every flavor: absent, not owned, type, revision.",
    base: "rows",
    harness: rowsHarness(RevisionBeforeType),
    shows: onStage(async ({ manager, backend }) => {
      const content = { username: "app", password: "x" };
      await backend.plant?.("db", content, { owned: true, type: "basic_auth" });
      const code = await codeOf(update(await manager(), "db", content, "a revision of before"));
      return show(
        code === "REVISION_CONFLICT",
        "an update that can never succeed says: read again, and repeat",
      );
    }),
  }),
];
