import type { Call, Revision, SecretPath, UndeleteOutcome } from "@keykist/core";
import { type BrokenFlavor, brokenFlavor } from "../broken-flavor.ts";
import { contentOf, errorOf, onStage, register, show, tricks, unavailable } from "../stage.ts";
import { ledgerHarness } from "./ledger-harness.ts";
import { LedgerSecretsManager } from "./ledger-secrets-manager.ts";
import type { LedgerFact } from "./ledger-service.ts";
import { told, UNTOLD, whole } from "./ledger-states.ts";

/** Looks for the deletion in the stream, from its beginning. */
class RestoresTheFirst extends LedgerSecretsManager {
  protected override async doUndelete(path: SecretPath, call: Call): Promise<UndeleteOutcome> {
    const { life, past, version } = await this.story(path, call);
    if (life !== undefined || past?.type === undefined) return super.doUndelete(path, call);
    const events = await call.step("read", () => this.ledger.read(path.full, 0), {
      mutates: false,
    });
    const deletion = events.findIndex(({ kind }) => kind === "deleted");
    const before = told(UNTOLD, events.slice(0, deletion), this.merge).life ?? past;
    const revision = await this.append(path, this.restoring(before), version, call);
    return revision === undefined ? super.doUndelete(path, call) : { kind: "restored", revision };
  }
}

/** Brings the last content back. The type is not in the bin, and most secrets are `arbitrary`. */
class RestoresAsArbitrary extends LedgerSecretsManager {
  protected override restoring({
    states: [last],
  }: Parameters<LedgerSecretsManager["restoring"]>[0]): LedgerFact {
    return whole("restored", last.entries, "arbitrary");
  }
}

/** Says of the append of an undeletion that it changes nothing, since it was copied from a read. */
class UndeleteThatOnlyLooks extends LedgerSecretsManager {
  protected override async append(
    path: SecretPath,
    fact: LedgerFact,
    expected: number | "any",
    call: Call,
  ): Promise<Revision | undefined> {
    if (call.operation !== "undeleteSecret") return super.append(path, fact, expected, call);
    const append = () => this.ledger.append(path.full, fact, expected);
    return (await call.step("append", append, { mutates: false }))?.id;
  }
}

export const brokenUndelete: readonly BrokenFlavor[] = [
  brokenFlavor({
    id: "ledger-restores-the-first",
    defect: "an undeletion brings back what was deleted first under the name, not last",
    sentence: "Brings back a deleted secret, as it was.",
    base: "ledger",
    harness: ledgerHarness(RestoresTheFirst),
    shows: onStage(async ({ manager }) => {
      const ledger = await manager();
      for (const password of ["of the first", "of the second"]) {
        await register(ledger, "db", { password });
        await ledger.deleteSecret("db");
      }
      await ledger.undeleteSecret("db");
      const isFirst = (await contentOf(ledger, "db")).includes("of the first");
      return show(
        isFirst,
        "undeleting has brought back the secret before the one that was deleted",
      );
    }),
  }),
  brokenFlavor({
    id: "ledger-restores-as-arbitrary",
    defect: "a secret that is brought back is of the type `arbitrary`, whatever it was of",
    sentence: "A type never changes.",
    base: "ledger",
    harness: ledgerHarness(RestoresAsArbitrary),
    shows: onStage(async ({ manager, backend }) => {
      const content = { username: "app", password: "x" };
      await backend.plant?.("db", content, { owned: true, type: "basic_auth" });
      const ledger = await manager();
      await ledger.deleteSecret("db");
      await ledger.undeleteSecret("db");
      const { type } = await ledger.describeSecret("db");
      return show(
        type !== "basic_auth",
        "a secret has lost its schema type by delete and undelete",
      );
    }),
  }),
  brokenFlavor({
    id: "ledger-undelete-only-looks",
    defect: "the step of an undeletion says that it does not change the backend",
    sentence:
      "A write that is aborted, times out or loses its answer after its first mutating step is `unknown`",
    base: "ledger",
    harness: ledgerHarness(UndeleteThatOnlyLooks),
    shows: onStage(async ({ manager, harness }) => {
      const other = await manager();
      await register(other, "db", { password: "x" });
      await other.deleteSecret("db");
      const lose = async (): Promise<never> => {
        throw unavailable(harness);
      };
      const mine = await manager({}, { interceptStep: tricks({ after: [/append/, lose] }) });
      const error = await errorOf(mine.undeleteSecret("db"));
      const isApplied = (await contentOf(other, "db")).includes("password");
      return show(
        isApplied && error?.outcome === "not_applied",
        "an undeletion that has taken effect says that it was not applied",
      );
    }),
  }),
];
