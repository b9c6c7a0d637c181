import {
  type Call,
  type CreateOutcome,
  KeykistError,
  type ReplaceOutcome,
  type Revision,
  type SecretPath,
  type SecretRecord,
  type StoredRecord,
} from "@keykist/core";
import { MemoryBackendError } from "@keykist/core/memory";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

type Replacement = [
  path: SecretPath,
  record: SecretRecord,
  expected: Revision | undefined,
  call: Call,
];

/** Does work again where it ends with something that is no error of the backend: the answer was lost. */
async function twiceIfLost<T>(call: Call, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isKnown = error instanceof MemoryBackendError || KeykistError.is(error);
    if (isKnown || call.signal.aborted) throw error;
    return work();
  }
}

export const historySaboteurs: readonly Saboteur[] = [
  sabotage(
    "concurrency/linearizable",
    "joins a read that is under way already",
    (Base) => {
      return class extends Base {
        readonly #underWay = new Map<string, Promise<StoredRecord | undefined>>();

        protected override doRead(path: SecretPath, call: Call): Promise<StoredRecord | undefined> {
          const known = this.#underWay.get(path.full);
          if (known !== undefined) return known;
          // What is answered is read in the first step; who joins before the second may know better by then.
          const work = super
            .doRead(path, call)
            .then((stored) => call.step("look at the labels", () => stored, { mutates: false }))
            .finally(() => this.#underWay.delete(path.full));
          this.#underWay.set(path.full, work);
          return work;
        }
      };
    },
    {
      alsoFails: {
        "capabilities/read-overlapping": "reads of one manager overlap there, too",
        "errors/abort-then-again": "it reads again beside a read that hangs",
      },
    },
  ),
  sabotage(
    "concurrency/linearizable",
    "takes an update that another overtook for overwritten, and says that it was made",
    (Base) => {
      return class extends Base {
        protected override async doReplace(
          ...[path, record, expected, call]: Replacement
        ): Promise<ReplaceOutcome> {
          if (expected !== undefined || call.operation !== "updateSecret")
            return super.doReplace(path, record, expected, call);
          const look = (): Revision | undefined => this.stored(path.full)?.current.revision;
          const before = await call.step("look", look, { mutates: false });
          const outcome = await super.doReplace(path, record, before, call);
          if (outcome.kind !== "conflict") return outcome;
          return { kind: "replaced", revision: crypto.randomUUID() };
        }
      };
    },
    {
      alsoFails: {
        "concurrency/unanswered": "its histories have such updates, too",
        "crash/amid-writers": "its histories have such updates, too",
      },
    },
  ),
  sabotage("concurrency/unanswered", "makes an update again whose answer was lost", (Base) => {
    return class extends Base {
      protected override doReplace(...args: Replacement): Promise<ReplaceOutcome> {
        const [, , , call] = args;
        return twiceIfLost(call, () => super.doReplace(...args));
      }
    };
  }),
  sabotage(
    "concurrency/unanswered",
    "makes a registration again whose answer was lost, and finds its own",
    (Base) => {
      return class extends Base {
        protected override doCreate(
          ...args: [SecretPath, SecretRecord, Call]
        ): Promise<CreateOutcome> {
          const [, , call] = args;
          return twiceIfLost(call, () => super.doCreate(...args));
        }
      };
    },
  ),
];
