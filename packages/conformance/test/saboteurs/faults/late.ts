import {
  type Call,
  type CreateOutcome,
  type GuardedWriteOptions,
  KeykistError,
  type RemoveOutcome,
  type ReplaceOutcome,
  type Revision,
  type Secret,
  type SecretPath,
  type SecretRecord,
  type StoredRecord,
} from "@keykist/core";
import { OpenSecretsManager, sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

/** A manager that keeps what it could not send, and sends it at its next look, whatever came between. */
class OutboxManager extends OpenSecretsManager {
  protected readonly outbox: (() => void)[] = [];

  protected override async doRead(path: SecretPath, call: Call): Promise<StoredRecord | undefined> {
    if (call.operation === "getSecret") for (const send of this.outbox.splice(0)) send();
    return super.doRead(path, call);
  }
}

export const lateSaboteurs: readonly Saboteur[] = [
  sabotage("faults/late-answer", "goes on with an update when its time is up", (Base) => {
    return class extends Base {
      override async updateSecret(
        secret: Secret<object>,
        options: GuardedWriteOptions = {},
      ): Promise<Revision> {
        try {
          return await super.updateSecret(secret, options);
        } catch (error) {
          if (KeykistError.is(error, "TIMEOUT") && error.outcome === "unknown") {
            super.updateSecret(secret).catch(() => undefined);
          }
          throw error;
        }
      }
    };
  }),
  sabotage(
    "faults/late-update",
    "keeps an update that it could not send for later",
    () => {
      return class extends OutboxManager {
        protected override async doReplace(
          path: SecretPath,
          record: SecretRecord,
          expected: Revision | undefined,
          call: Call,
        ): Promise<ReplaceOutcome> {
          try {
            return await super.doReplace(path, record, expected, call);
          } catch (error) {
            if (expected !== undefined && call.operation === "updateSecret") {
              this.outbox.push(() => {
                this.meddle(path.full, () => ({
                  current: this.store.state(record.entries, new Date()),
                }));
              });
            }
            throw error;
          }
        }
      };
    },
    { alsoFails: { "faults/recovers": "the same manager looks again there, too" } },
  ),
  sabotage(
    "faults/late-delete",
    "keeps a deletion that it could not send for later",
    () => {
      return class extends OutboxManager {
        protected override async doRemove(
          path: SecretPath,
          expected: Revision | undefined,
          call: Call,
        ): Promise<RemoveOutcome> {
          try {
            return await super.doRemove(path, expected, call);
          } catch (error) {
            if (expected !== undefined) {
              this.outbox.push(() => {
                this.store.secrets.delete(path.full);
              });
            }
            throw error;
          }
        }
      };
    },
    { alsoFails: { "faults/recovers": "the same manager looks again there, too" } },
  ),
  sabotage(
    "faults/late-register",
    "looks whether a name is free when it is asked, not when it writes",
    (Base) => {
      return class extends Base {
        protected override async doCreate(
          path: SecretPath,
          record: SecretRecord,
          call: Call,
        ): Promise<CreateOutcome> {
          if (this.stored(path.full) !== undefined) return super.doCreate(path, record, call);
          return call.step("put", (): CreateOutcome => {
            const { type, entries } = record;
            const current = this.store.state(entries, new Date(call.clock.now()));
            const secret = { type, owned: true, createdAt: current.at, current, earlier: [] };
            this.store.secrets.set(path.full, secret);
            this.store.deleted.delete(path.full);
            return { kind: "created", revision: current.revision };
          });
        }
      };
    },
    {
      alsoFails: {
        "capabilities/exclusive-create": "others come between the look and the write there, too",
      },
    },
  ),
];
