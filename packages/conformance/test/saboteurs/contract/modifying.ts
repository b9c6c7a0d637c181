import {
  type ArbitraryContent,
  arbitrarySchema,
  type Call,
  KeykistError,
  type OperationOptions,
  type ReplaceOutcome,
  type Revision,
  type SecretPath,
  type SecretRecord,
} from "@keykist/core";
import { type Change, type OpenClass, otherwise, sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

type Replacement = [
  path: SecretPath,
  record: SecretRecord,
  expected: Revision | undefined,
  call: Call,
];

export const modifyingSaboteurs: readonly Saboteur[] = [
  sabotage(
    "contract/modify",
    "hands out the name as if it were a key",
    (Base) =>
      changing(Base, {
        before: (content, name) => ({ ...content, name }),
        after: ({ name: _name, ...rest }) => rest,
      }),
    { alsoFails: { "names-and-values/modify-exact": "it looks at what is handed out too" } },
  ),
  sabotage(
    "contract/modify-replaces",
    "merges what the change answers into the old content",
    (Base) => changing(Base, { after: (answer, content) => ({ ...content, ...answer }) }),
    { alsoFails: { "names-and-values/modify-exact": "some of its changes take keys away" } },
  ),
  sabotage(
    "contract/modify-keeps-bytes",
    "trims values on their way through a change",
    (Base) => changing(Base, { after: (answer) => trimmed(answer) }),
    { alsoFails: { "names-and-values/modify-exact": "some of its values end with white space" } },
  ),
  sabotage(
    "contract/modify-waits",
    "does not wait for the answer of a change",
    (Base) => changing(Base, { waits: false }),
    { alsoFails: { "names-and-values/modify-exact": "it has a key named then" } },
  ),
  sabotage("contract/modify-revision", "answers the revision that it began with", (Base) => {
    return class extends Base {
      protected override async doReplace(...args: Replacement): Promise<ReplaceOutcome> {
        const [, , expected, call] = args;
        const outcome = await super.doReplace(...args);
        return outcome.kind === "replaced" &&
          expected !== undefined &&
          call.operation === "modifySecret"
          ? { kind: "replaced", revision: expected }
          : outcome;
      }
    };
  }),
  sabotage("contract/modify-throws", "wraps what the change throws", (Base) => {
    return class extends Base {
      override async modifySecret(...args: [string, Change, OperationOptions?]): Promise<Revision> {
        try {
          return await super.modifySecret(...args);
        } catch (error) {
          throw KeykistError.is(error) ? error : new KeykistError("UNKNOWN", "the change failed");
        }
      }
    };
  }),
  sabotage("contract/modify-absent", "makes a secret where there is none to modify", (Base) => {
    return class extends Base {
      override modifySecret(...args: [string, Change, OperationOptions?]): Promise<Revision> {
        const [name, change, options] = args;
        return otherwise(super.modifySecret(...args), ["SECRET_NOT_FOUND"], async () =>
          super.registerSecret(arbitrarySchema.create(name, await change({})), options),
        );
      }
    };
  }),
  sabotage(
    "contract/modify-concurrent",
    "takes a second change under way for the first",
    (Base) => {
      return class extends Base {
        readonly #underWay = new Map<string, Promise<Revision>>();

        override async modifySecret(
          ...args: [string, Change, OperationOptions?]
        ): Promise<Revision> {
          const [name] = args;
          const known = this.#underWay.get(name);
          if (known !== undefined) return known;
          const work = super.modifySecret(...args);
          this.#underWay.set(name, work);
          try {
            return await work;
          } finally {
            this.#underWay.delete(name);
          }
        }
      };
    },
  ),
  sabotage(
    "contract/modify-two-managers",
    "queues its own changes, and guards against no others",
    (Base) => {
      return class extends Base {
        protected override doReplace(
          ...[path, record, expected, call]: Replacement
        ): Promise<ReplaceOutcome> {
          const guard = call.operation === "modifySecret" ? undefined : expected;
          return super.doReplace(path, record, guard, call);
        }
      };
    },
  ),
];

/** What is done to what goes into a change, and to what comes out of it. */
interface Around {
  readonly before?: ((content: ArbitraryContent, name: string) => ArbitraryContent) | undefined;
  readonly after?:
    | ((answer: ArbitraryContent, content: ArbitraryContent) => ArbitraryContent)
    | undefined;
  /** Whether an answer that is a promise is waited for. Default true. */
  readonly waits?: boolean | undefined;
}

/** A manager that meddles with changes. */
function changing(Base: OpenClass, { before, after, waits = true }: Around): OpenClass {
  return class extends Base {
    override modifySecret(
      name: string,
      change: Change,
      options: OperationOptions = {},
    ): Promise<Revision> {
      // A change of typed content is another matter.
      if ("schema" in options && options.schema !== undefined)
        return super.modifySecret(name, change, options);
      const other = async (content: ArbitraryContent): Promise<ArbitraryContent> => {
        const answering = change(before?.(content, name) ?? content);
        const isObject = Object(answering) === answering;
        if (!waits && isObject) return "then" in answering ? {} : answering;
        const answer = await answering;
        // What is no answer at all is left to the base.
        const isAnswer = Object(answer) === answer;
        return isAnswer && after !== undefined ? after(answer, content) : answer;
      };
      return super.modifySecret(name, other, options);
    }
  };
}

function trimmed(content: ArbitraryContent): ArbitraryContent {
  return Object.fromEntries(Object.entries(content).map(([key, value]) => [key, value.trim()]));
}
