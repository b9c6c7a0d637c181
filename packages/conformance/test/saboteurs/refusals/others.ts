import type {
  AdoptOutcome,
  Call,
  RemoveManyAnswer,
  RemoveOutcome,
  Revision,
  SecretPath,
  StoredRecord,
  UndeleteOutcome,
} from "@keykist/core";
import type { Head } from "../../remote/remote-server.ts";
import { sabotage } from "../open-manager.ts";
import { sabotageRemote } from "../remote-saboteur.ts";
import type { Saboteur } from "../saboteur.ts";
import { label, refusal } from "./labelling.ts";

export const otherSaboteurs: readonly Saboteur[] = [
  sabotage(
    "refusals/delete",
    "says that nothing was done where the secret is marked as deleted and purging it was refused",
    (Base) => {
      return class extends Base {
        protected override async doRemove(
          path: SecretPath,
          expected: Revision | undefined,
          call: Call,
        ): Promise<RemoveOutcome> {
          const outcome = await super.doRemove(path, expected, call);
          const isMeant = call.operation === "deleteSecret" && expected === undefined;
          if (outcome.kind === "removed" && isMeant)
            await label(call, "purge", () => {
              throw refusal("deleteSecret", "not_applied");
            });
          return outcome;
        }
      };
    },
  ),
  sabotage(
    "refusals/delete-guarded",
    "puts a secret back whose purge was refused, and forgets that it was its own",
    (Base) => {
      return class extends Base {
        protected override async doRemove(
          path: SecretPath,
          expected: Revision | undefined,
          call: Call,
        ): Promise<RemoveOutcome> {
          const before = this.stored(path.full);
          const outcome = await super.doRemove(path, expected, call);
          if (outcome.kind === "removed" && before !== undefined && expected !== undefined)
            await label(call, "purge", () => {
              this.store.secrets.set(path.full, { ...before, owned: false });
              throw refusal("deleteSecret", "not_applied");
            });
          return outcome;
        }
      };
    },
  ),
  sabotage(
    "refusals/delete-all",
    "counts as deleted what it put back because purging it was refused",
    (Base) => {
      return class extends Base {
        protected override async *doRemoveAll(
          paths: readonly SecretPath[],
          call: Call,
        ): AsyncIterable<RemoveManyAnswer> {
          const before = new Map(paths.map(({ full }) => [full, this.stored(full)]));
          for await (const answer of super.doRemoveAll(paths, call)) {
            const stored = before.get(answer.path.full);
            if ("outcome" in answer && answer.outcome.kind === "removed")
              await label(call, "purge", () => {
                if (stored !== undefined) this.store.secrets.set(answer.path.full, stored);
              });
            yield answer;
          }
        }
      };
    },
  ),
  sabotage(
    "refusals/adopt",
    "says that an adoption took effect which it took back for want of a label",
    (Base) => {
      return class extends Base {
        protected override async doAdopt(
          path: SecretPath,
          type: string,
          expected: Revision,
          call: Call,
        ): Promise<AdoptOutcome> {
          const outcome = await super.doAdopt(path, type, expected, call);
          if (outcome.kind === "adopted")
            await label(call, "label", () => {
              this.meddle(path.full, () => ({ owned: false, type: undefined }));
              throw refusal("adoptSecret", "applied");
            });
          return outcome;
        }
      };
    },
  ),
  sabotage(
    "refusals/undelete",
    "ends for good what it has brought back and may not label",
    (Base) => {
      return class extends Base {
        protected override async doUndelete(
          path: SecretPath,
          call: Call,
        ): Promise<UndeleteOutcome> {
          const outcome = await super.doUndelete(path, call);
          if (outcome.kind === "restored")
            await label(call, "label", () => {
              this.store.secrets.delete(path.full);
              throw refusal("undeleteSecret", "not_applied");
            });
          return outcome;
        }
      };
    },
  ),
  sabotage("refusals/read", "takes labels that it may not read for an absent secret", (Base) => {
    return class extends Base {
      protected override async doRead(
        path: SecretPath,
        call: Call,
      ): Promise<StoredRecord | undefined> {
        const stored = await super.doRead(path, call);
        if (stored === undefined || call.operation !== "getSecret") return stored;
        const isRefused = await label(call, "read labels", () => true);
        return isRefused === true ? undefined : stored;
      }
    };
  }),
  sabotageRemote(
    "refusals/server",
    "makes a call that is not a step, and says that nothing was done when it is refused",
    (Base) => {
      return class extends Base {
        protected override async commit(
          path: SecretPath,
          head: Head,
          version: number | undefined,
          call: Call,
        ): Promise<boolean> {
          const isDone = await super.commit(path, head, version, call);
          const { operation } = call;
          if (isDone && operation === "updateSecret" && this.server.isRefused("dropPart"))
            throw refusal(operation, "not_applied");
          return isDone;
        }
      };
    },
  ),
];
