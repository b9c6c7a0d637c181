import {
  type Call,
  KeykistError,
  type OperationOptions,
  type ReplaceOutcome,
  type Revision,
  type SecretPath,
  type SecretRecord,
} from "@keykist/core";
import type { MemorySecret } from "@keykist/core/memory";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";
import { digging, rereading, stateOf } from "./earlier-states.ts";

export const rollingBackSaboteurs: readonly Saboteur[] = [
  sabotage("history/rollback-each", "adds an earlier state to the present one", (Base) => {
    return class extends Base {
      protected override doReplace(
        path: SecretPath,
        record: SecretRecord,
        expected: Revision | undefined,
        call: Call,
      ): Promise<ReplaceOutcome> {
        const present = this.stored(path.full)?.current.entries ?? [];
        const isRollback = call.operation === "rollbackSecret";
        const entries = isRollback ? new Map([...present, ...record.entries]) : record.entries;
        return super.doReplace(path, { ...record, entries }, expected, call);
      }
    };
  }),
  sabotage(
    "history/rollback-of-rollback",
    "cannot go forward again once it has gone back",
    (Base) => {
      return class extends Base {
        readonly #passed = new Set<Revision>();

        override async rollbackSecret(
          name: string,
          revision: Revision,
          options?: OperationOptions,
        ): Promise<Revision> {
          if (this.#passed.has(revision)) {
            throw new KeykistError("REVISION_NOT_FOUND", "there is no such revision");
          }
          const passed = passedOver(this.stored(name), revision);
          const answer = await super.rollbackSecret(name, revision, options);
          for (const each of passed) this.#passed.add(each);
          return answer;
        }
      };
    },
  ),
  sabotage(
    "history/rollback-to-present",
    "has nothing to do where the revision is the present",
    (Base) => {
      return class extends Base {
        override async rollbackSecret(
          name: string,
          revision: Revision,
          options?: OperationOptions,
        ): Promise<Revision> {
          const stored = this.stored(name);
          const isPresent = stored?.owned === true && stored.current.revision === revision;
          return isPresent ? revision : super.rollbackSecret(name, revision, options);
        }
      };
    },
  ),
  sabotage("history/rollback-keeps-others", "drops the states that it goes back over", (Base) => {
    return class extends Base {
      override async rollbackSecret(
        name: string,
        revision: Revision,
        options?: OperationOptions,
      ): Promise<Revision> {
        const [, ...passed] = passedOver(this.stored(name), revision);
        const answer = await super.rollbackSecret(name, revision, options);
        this.meddle(name, ({ earlier }) => ({
          earlier: earlier.filter((state) => !passed.includes(state.revision)),
        }));
        return answer;
      }
    };
  }),
  sabotage("history/rollback-typed", "commits an earlier state as arbitrary", (Base) => {
    return class extends Base {
      override async rollbackSecret(
        name: string,
        revision: Revision,
        options?: OperationOptions,
      ): Promise<Revision> {
        const answer = await super.rollbackSecret(name, revision, options);
        this.meddle(name, () => ({ type: "arbitrary" }));
        return answer;
      }
    };
  }),
  sabotage("history/rollback-namesake", "rolls back to what was deleted under the name", (Base) =>
    digging(Base, "rollbackSecret"),
  ),
  sabotage(
    "history/rollback-of-another",
    "finds the state to roll back to among all secrets",
    (Base) =>
      rereading(Base, (stored, { path, revision, call, manager }) => {
        const isSought = stored === undefined && call.operation === "rollbackSecret";
        if (!isSought || path.scope !== "none") return stored;
        const others = [...manager.store.secrets].filter(([other]) => other !== path.full);
        return others
          .map(([, secret]) => stateOf(secret, revision))
          .find((state) => state !== undefined);
      }),
  ),
];

/** The revisions that a rollback goes back over, the present one first. */
function passedOver(secret: MemorySecret | undefined, revision: Revision): Revision[] {
  if (secret === undefined) return [];
  const revisions = [secret.current, ...secret.earlier].map((state) => state.revision);
  return revisions.slice(0, Math.max(0, revisions.indexOf(revision)));
}
