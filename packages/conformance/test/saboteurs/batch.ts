import { arbitrarySchema, KeykistError, type Secret } from "@keykist/core";
import {
  type Answers,
  altered,
  looking,
  type OpenClass,
  type ReadMany,
  sabotage,
} from "./open-manager.ts";
import type { Saboteur } from "./saboteur.ts";

/** Names that one call of a backend takes. */
const BATCH = 20;
const LARGE_BATCH = 50;

type Answer = Secret | KeykistError;

export const batchSaboteurs: readonly Saboteur[] = [
  sabotage("batch/as-single", "answers a batch without the types", (Base) =>
    answering(Base, async (answer, [, schema]) =>
      schema !== undefined || KeykistError.is(answer)
        ? answer
        : looking(answer, { type: arbitrarySchema.TYPE }),
    ),
  ),
  sabotage(
    "batch/many",
    "knows what is absent of the first call of a batch only",
    (Base) => {
      return class extends Base {
        override async readMany(...args: ReadMany): Promise<Answers> {
          const answers = await super.readMany(...args);
          const later = [...answers].slice(BATCH);
          for (const [name, answer] of later) {
            if (KeykistError.is(answer, "SECRET_NOT_FOUND")) answers.delete(name);
          }
          return answers;
        }
      };
    },
    { alsoFails: { "batch/order": "names are missing there, too" } },
  ),
  sabotage("batch/order", "gives the answers call by call, each sorted", (Base) => {
    return class extends Base {
      override async readMany(...args: ReadMany): Promise<Answers> {
        const answers = [...(await super.readMany(...args))];
        const sorted: [string, Answer][] = [];
        while (answers.length > LARGE_BATCH) {
          const call = answers.splice(0, LARGE_BATCH);
          sorted.push(...call.toSorted(([a], [b]) => (a < b ? -1 : 1)));
        }
        return new Map([...sorted, ...answers]);
      }
    };
  }),
  sabotage("batch/misfit", "does not look whether the secrets of a batch fit their types", (Base) =>
    answering(Base, async (answer, [, schema], read) =>
      schema === undefined && KeykistError.is(answer, "INVALID_VALUE") ? read() : answer,
    ),
  ),
  sabotage("batch/unowned", "asks for the secrets of keykist when it reads many", (Base) => {
    return class extends Base {
      override async readMany(...args: ReadMany): Promise<Answers> {
        const answers = await super.readMany(...args);
        for (const name of answers.keys()) {
          if (this.stored(name)?.owned !== false) continue;
          const details = { operation: "getSecrets", flavor: "memory", secret: name } as const;
          const error = new KeykistError("SECRET_NOT_FOUND", "there is no such secret", details);
          answers.set(name, error);
        }
        return answers;
      }
    };
  }),
  sabotage("batch/writable", "gives out copies of secrets that cannot be written", (Base) =>
    answering(Base, async (answer) => {
      if (KeykistError.is(answer)) return answer;
      const copy = looking(answer, {});
      Object.defineProperty(copy, Symbol.for("keykist.secret"), { value: () => undefined });
      return copy;
    }),
  ),
  sabotage("batch/timeout", "gives a whole batch up for one secret that is slow", (Base) => {
    return class extends Base {
      override async readMany(...args: ReadMany): Promise<Answers> {
        const answers = await super.readMany(...args);
        for (const answer of answers.values()) if (KeykistError.is(answer, "TIMEOUT")) throw answer;
        return answers;
      }
    };
  }),
  sabotage("batch/fails-as-single", "tells outages from the rest, but not in a batch", (Base) =>
    answering(Base, async (answer) =>
      KeykistError.is(answer, "UNAVAILABLE") ? altered(answer, { code: "UNKNOWN" }) : answer,
    ),
  ),
];

/** A manager that answers something else for each secret of a batch. */
function answering(
  Base: OpenClass,
  change: (answer: Answer, args: ReadMany, read: () => Promise<Secret>) => Promise<Answer>,
): OpenClass {
  return class extends Base {
    override async readMany(...args: ReadMany): Promise<Answers> {
      const answers = await super.readMany(...args);
      for (const [name, answer] of answers) {
        const read = (): Promise<Secret> => this.readOne(name, arbitrarySchema, {});
        answers.set(name, await change(answer, args, read));
      }
      return answers;
    }
  };
}
